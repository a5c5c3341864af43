#include <unistd.h>

#include <chrono>
#include <optional>
#include <stop_token>
#include <utility>

#include "cli/command.h"
#include "cli/exit_codes.h"
#include "cli/final_answer.h"
#include "cli/views/readiness_view.h"
#include "cli/views/source_findings.h"
#include "mongokeep/driver_log.h"
#include "mongokeep/readiness.h"

namespace mongokeep::cli {

namespace {

ReadinessSettings readiness_settings(const Settings& settings) {
  ReadinessSettings chosen;
  chosen.uri = settings.uri;
  chosen.backup = settings.backup_settings();
  chosen.tasks = settings.tasks;
  chosen.drill_uri = settings.drill_uri;
  chosen.drills = settings.drill_settings();
  chosen.stores = settings.stores;
  chosen.max_age = settings.max_age;
  return chosen;
}

/// Looks. Where not everything has answered, by the end of the time or by a stop, `is_any_left` stays true: threads
/// that nobody joins are still waiting.
ReadinessReport look(const Settings& settings, Surroundings& surroundings, bool& is_any_left) {
  const ReadinessSettings chosen = readiness_settings(settings);
  ReadinessService service(chosen);
  service.set_clock(surroundings.clock);
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] { stop.request_stop(); });
  is_any_left = true;
  const auto deadline = std::chrono::steady_clock::now() + chosen.time_limit;
  ReadinessReport report = service.check(stop.get_token());
  is_any_left = std::chrono::steady_clock::now() >= deadline;
  return report;
}

Outcome look_and_tell(const Settings& settings, Surroundings& surroundings, bool& is_any_left) {
  ReadinessReport report = look(settings, surroundings, is_any_left);
  std::vector<ReadinessFinding> sources = findings_about(settings.sources);
  report.findings.insert(report.findings.begin(), sources.begin(), sources.end());
  report = cleaned(std::move(report), surroundings.console.redactor());
  if (settings.json) {
    surroundings.console.answer().give(readiness_json(report));
  } else {
    surroundings.console.print(readiness_text(report, settings.quiet ? Detail::trouble : Detail::all));
  }
  return done_or_partial(report.is_ready());
}

/// Ends the process without its destructors: threads that are left use the driver's log, and what the libraries keep
/// in static objects.
[[noreturn]] void leave(Console& console, const std::optional<Error>& error, int code) {
  if (error) console.report(*error);
  ::_exit(print_answer(console, error, code));
}

Outcome run_check(const Settings& settings, Surroundings& surroundings) {
  const DriverLog driver_log(surroundings.console.log_handler(), surroundings.clock);
  bool is_any_left = false;
  try {
    const Outcome outcome = look_and_tell(settings, surroundings, is_any_left);
    if (!is_any_left) return outcome;
    leave(surroundings.console, std::nullopt, exit_code(outcome));
  } catch (const Error& error) {
    if (!is_any_left) throw;
    leave(surroundings.console, error, exit_code(error.kind(), surroundings.signals.received()));
  }
}

}  // namespace

Command check_command() {
  return {
      .name = "check",
      .summary = "Check that everything is ready for the next run",
      .arguments = "--config FILE [OPTIONS]",
      .description =
          "Connects to the server and to the stores, and checks what the next run needs: the user's rights, the root "
          "and "
          "its disk, the clock, the stores, the schedules, keys, hooks and the newest backups. Prints one line for "
          "each, and the "
          "remedy below it. Run it after each change of the configuration, as the user who makes the backups.\n\n"
          "A line begins with `ok`, `unknown` (cannot be checked from here), `warning` (the next run works anyway) or "
          "`failed` (fix it before the next run). One failure does not stop the other checks.\n\n"
          "Check writes nothing: not to the root, not to the server, not to a store. It calls no hook: it looks up "
          "their programs "
          "and connects to their addresses. It waits at most 25 seconds for an answer.",
      .groups = {SettingGroup::connection,
                 SettingGroup::reading,
                 SettingGroup::parallelism,
                 SettingGroup::database_choice,
                 SettingGroup::choice_of_collections,
                 SettingGroup::selection,
                 SettingGroup::store,
                 SettingGroup::stores,
                 SettingGroup::form,
                 SettingGroup::encryption,
                 SettingGroup::passphrase,
                 SettingGroup::keys,
                 SettingGroup::alarms,
                 SettingGroup::schedule,
                 SettingGroup::drill,
                 SettingGroup::retention,
                 SettingGroup::health,
                 SettingGroup::hooks,
                 SettingGroup::result,
                 SettingGroup::general},
      .examples = {{"mongokeep check --config /etc/mongokeep/mongokeep.toml", "Checks everything."},
                   {"MONGOKEEP_URI_FILE=/etc/mongokeep/uri mongokeep check --config keep.toml",
                    "Uses the connection string of the Debian package's service."},
                   {"mongokeep check --config keep.toml --json | jq -e '.status != \"failed\"'", "For scripts."},
                   {"mongokeep check --config keep.toml --quiet", "Prints only warnings and failures."}},
      .exit_codes = {{"0", "ready, perhaps with warnings"},
                     {"1", "the check could not run, or its result could not be printed"},
                     {"2", "wrong usage or configuration"},
                     {"3", "something must be fixed before the next run"},
                     {"129, 130, 143", "stopped by SIGHUP, SIGINT or SIGTERM"}},
      .run = run_check,
  };
}

}  // namespace mongokeep::cli
