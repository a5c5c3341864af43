#include "readiness/schedule_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/files/directory.h"
#include "base/text/counted.h"
#include "base/text/quantity.h"
#include "base/text/time_text.h"
#include "base/time_zone.h"
#include "retention/policy.h"
#include "schedule/record_file.h"
#include "schedule/schedule.h"

namespace mongokeep::readiness {

namespace {

using schedule::Instant;
using schedule::Schedule;

/// "2026-12-01 01:00": tasks come at whole minutes.
std::string minute_text(Instant time, const std::string& zone) {
  const std::string text = local_time_text(time, zone);
  return text.substr(0, text.size() - 3);
}

void check_task(const char* task, const std::string& expression, const std::string& zone, Instant now,
                Findings& findings) {
  try {
    const Schedule schedule = Schedule::parse(expression, zone);
    const auto next = schedule.next_after(now);
    findings.add(Topic::schedule, Verdict::ok,
                 next ? fmt::format("{} next at {}, by {} ({})", task, minute_text(*next, zone), expression,
                                    schedule.zone().name())
                      : fmt::format("{} never runs again, by {}", task, expression));
  } catch (const Error& error) {
    findings.add(Topic::schedule, Verdict::failed, error);
  }
}

/// The longest of the next few pauses between two backups.
std::optional<std::chrono::seconds> longest_pause(const TasksSettings& tasks, Instant now) {
  constexpr int looked_at = 10;
  const Schedule schedule = Schedule::parse(tasks.backup_schedule, tasks.time_zone);
  std::optional<Instant> last = schedule.next_after(now);
  std::optional<std::chrono::seconds> longest;
  for (int i = 0; i < looked_at && last; ++i) {
    const std::optional<Instant> next = schedule.next_after(*last);
    if (!next) break;
    longest = std::max(longest.value_or(std::chrono::seconds(0)),
                       std::chrono::duration_cast<std::chrono::seconds>(*next - *last));
    last = next;
  }
  return longest;
}

void check_max_age(const ReadinessSettings& settings, Instant now, Findings& findings) {
  std::optional<std::chrono::seconds> pause;
  try {
    pause = longest_pause(settings.tasks, now);
  } catch (const Error&) {
    return;  // The schedule's own finding.
  }
  if (!pause || *pause <= settings.max_age) return;
  findings.add(Topic::retention, Verdict::warning,
               fmt::format("`mongokeep health` allows {}, but up to {} pass between two backups",
                           age_text(settings.max_age), age_text(*pause)),
               "Set health.max_age to a little more than that, or back up more often");
}

}  // namespace

void check_schedule(const ReadinessSettings& settings, Instant now, Findings& findings) {
  const TasksSettings& tasks = settings.tasks;
  try {
    TimeZone::named(tasks.time_zone);
  } catch (const Error& error) {
    return findings.add(Topic::schedule, Verdict::failed, error);
  }
  check_task("backup", tasks.backup_schedule, tasks.time_zone, now, findings);
  check_task("clean-up", tasks.cleanup_schedule, tasks.time_zone, now, findings);
  if (!tasks.drill_schedule.empty()) check_task("drill", tasks.drill_schedule, tasks.time_zone, now, findings);
}

void check_daemon(const BackupSettings& settings, Findings& findings) {
  std::optional<pid_t> holder;
  try {
    holder = schedule::RecordFile::holder(Directory::open(std::filesystem::absolute(settings.root)));
  } catch (const Error&) {
    // A root that cannot be opened is the root's own finding.
  }
  if (holder) {
    const std::string process = *holder > 0 ? fmt::format(" (process {})", *holder) : "";
    return findings.add(Topic::schedule, Verdict::ok, "`mongokeep run` is running the schedule" + process);
  }
  findings.add(Topic::schedule, Verdict::unknown, "no visible `mongokeep run` is running the schedule",
               "Unless timers or cron run the tasks, start it: systemctl enable --now mongokeep");
}

void check_retention(const ReadinessSettings& settings, Instant now, Findings& findings) {
  const int days = settings.tasks.days_to_keep;
  try {
    retention::check({days, settings.backup.keep});
    const std::string text =
        fmt::format("backups older than {} are removed; {} of the newest complete stay",
                    counted(static_cast<std::uint64_t>(days), "day"), settings.backup.keep.at_least);
    if (days < 2) {
      findings.add(Topic::retention, Verdict::warning, text, "A loss may be noticed only after that: keep more days");
    } else {
      findings.add(Topic::retention, Verdict::ok, text);
    }
  } catch (const Error& error) {
    findings.add(Topic::retention, Verdict::failed, error);
  }
  check_max_age(settings, now, findings);
}

}  // namespace mongokeep::readiness
