#include "cli/views/schedule_view.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_text.h"
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

struct Times {
  std::string_view task;
  Schedule schedule;
  std::vector<Instant> next;
};

/// Of each task that has any, in the order of a night.
std::vector<Times> times_of(const TasksSettings& settings, Instant now) {
  std::vector<Times> all;
  const auto add = [&](std::string_view task, const std::string& expression) {
    if (expression.empty()) return;
    Times times{task, Schedule::parse(expression, settings.time_zone), {}};
    std::optional<Instant> time = times.schedule.next_after(now);
    for (int i = 0; i < times_shown && time; ++i, time = times.schedule.next_after(*time)) times.next.push_back(*time);
    all.push_back(std::move(times));
  };
  add("backup", settings.backup_schedule);
  add("cleanup", settings.cleanup_schedule);
  add("drill", settings.drill_schedule);
  return all;
}

}  // namespace

std::string schedule_text(const TasksSettings& settings, Instant now) {
  std::string text;
  for (const Times& times : times_of(settings, now)) {
    const Schedule& schedule = times.schedule;
    text += fmt::format("{:<9}{}  ({})\n", times.task, schedule.expression().text(), schedule.zone().name());
    for (const Instant time : times.next) text += fmt::format("         {}\n", time_text(time, schedule.zone()));
  }
  return text;
}

Json schedule_json(const TasksSettings& settings, Instant now) {
  Json tasks = Json::array();
  for (const Times& times : times_of(settings, now)) {
    Json next = Json::array();
    for (const Instant time : times.next) next.push_back(utc_text(time));
    tasks.push_back({{"task", times.task},
                     {"schedule", times.schedule.expression().text()},
                     {"timeZone", times.schedule.zone().name()},
                     {"nextTimes", std::move(next)}});
  }
  return {{"tasks", std::move(tasks)}};
}

}  // namespace mongokeep::cli
