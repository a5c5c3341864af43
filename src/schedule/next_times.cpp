#include <optional>

#include "mongokeep/tasks_service.h"
#include "schedule/schedule.h"

namespace mongokeep {

std::vector<TaskTimes> next_times(const TasksSettings& settings, std::chrono::system_clock::time_point now, int count) {
  std::vector<TaskTimes> all;
  const auto add = [&](const char* task, const std::string& expression) {
    if (expression.empty()) return;
    const auto schedule = schedule::Schedule::parse(expression, settings.time_zone);
    TaskTimes& found = all.emplace_back(TaskTimes{task, schedule.expression().text(), schedule.zone().name(), {}});
    std::optional<schedule::Instant> time = schedule.next_after(now);
    for (int i = 0; i < count && time; ++i, time = schedule.next_after(*time)) found.times.push_back(*time);
  };
  add("backup", settings.backup_schedule);
  add("cleanup", settings.cleanup_schedule);
  add("drill", settings.drill_schedule);
  return all;
}

}  // namespace mongokeep
