#include "cli/views/schedule_view.h"

#include <fmt/format.h>

#include <utility>

#include "base/text/time_text.h"
#include "base/time_zone.h"

namespace mongokeep::cli {

namespace {

using Instant = std::chrono::system_clock::time_point;

std::string offset_text(std::chrono::seconds offset) {
  const auto minutes = std::chrono::abs(std::chrono::duration_cast<std::chrono::minutes>(offset)).count();
  return fmt::format("{}{:02}:{:02}", offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string time_text(Instant time, const TimeZone& zone) {
  const LocalTime local = zone.local(time);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} {}", local.year, local.month, local.day, local.hour, local.minute,
                     offset_text(zone.offset(time)));
}

}  // namespace

std::string schedule_text(const TasksSettings& settings, Instant now) {
  std::string text;
  for (const TaskTimes& task : next_times(settings, now)) {
    const TimeZone zone = TimeZone::named(task.time_zone);
    text += fmt::format("{:<9}{}  ({})\n", task.task, task.schedule, task.time_zone);
    for (const Instant time : task.times) text += fmt::format("         {}\n", time_text(time, zone));
  }
  return text;
}

Json schedule_json(const TasksSettings& settings, Instant now) {
  Json tasks = Json::array();
  for (const TaskTimes& task : next_times(settings, now)) {
    Json next = Json::array();
    for (const Instant time : task.times) next.push_back(utc_text(time));
    tasks.push_back({{"task", task.task},
                     {"schedule", task.schedule},
                     {"timeZone", task.time_zone},
                     {"nextTimes", std::move(next)}});
  }
  return {{"tasks", std::move(tasks)}};
}

}  // namespace mongokeep::cli
