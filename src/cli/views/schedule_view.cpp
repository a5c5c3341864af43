#include "cli/views/schedule_view.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "schedule/schedule.h"

namespace mongokeep::cli {

namespace {

using schedule::Instant;
using schedule::Schedule;

constexpr int times_shown = 5;

std::string offset_text(std::chrono::seconds offset) {
  const auto minutes = std::chrono::abs(std::chrono::duration_cast<std::chrono::minutes>(offset)).count();
  return fmt::format("{}{:02}:{:02}", offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string time_text(Instant time, const TimeZone& zone) {
  const LocalTime local = zone.local(time);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} {}", local.year, local.month, local.day, local.hour, local.minute,
                     offset_text(zone.offset(time)));
}

std::string times_of(std::string_view task, const Schedule& schedule, Instant now) {
  std::string text = fmt::format("{:<9}{}  ({})\n", task, schedule.expression().text(), schedule.zone().name());
  std::optional<Instant> time = schedule.next_after(now);
  for (int i = 0; i < times_shown && time; ++i, time = schedule.next_after(*time)) {
    text += fmt::format("         {}\n", time_text(*time, schedule.zone()));
  }
  return text;
}

}  // namespace

std::string schedule_text(const TasksSettings& settings, Instant now) {
  const auto times = [&](std::string_view task, const std::string& expression) {
    return expression.empty() ? "" : times_of(task, Schedule::parse(expression, settings.time_zone), now);
  };
  return times("backup", settings.backup_schedule) + times("cleanup", settings.cleanup_schedule) +
         times("drill", settings.drill_schedule);
}

}  // namespace mongokeep::cli
