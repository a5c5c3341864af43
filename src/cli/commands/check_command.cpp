#include <stop_token>
#include <utility>

#include "cli/command.h"
#include "cli/views/readiness_view.h"
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
  chosen.max_age = settings.max_age;
  return chosen;
}

ReadinessReport look(const Settings& settings, Surroundings& surroundings) {
  const DriverLog driver_log(surroundings.console.log_handler(), surroundings.clock);
  ReadinessService service(readiness_settings(settings));
  service.set_clock(surroundings.clock);
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] { stop.request_stop(); });
  return service.check(stop.get_token());
}

Outcome run_check(const Settings& settings, Surroundings& surroundings) {
  ReadinessReport report = look(settings, surroundings);
  std::vector<ReadinessFinding> sources = findings_about(settings.sources);
  report.findings.insert(report.findings.begin(), sources.begin(), sources.end());
  report = cleaned(std::move(report), surroundings.console.redactor());
  if (settings.json) {
    surroundings.console.answer().give(readiness_json(report));
  } else {
    surroundings.console.print(readiness_text(report, settings.quiet ? Detail::trouble : Detail::all));
  }
  return report.is_ready() ? Outcome::done : Outcome::partial;
}

}  // namespace

Command check_command() {
  return {
      .name = "check",
      .summary = "Check that everything is ready for the next run",
      .arguments = "--config FILE [OPTIONS]",
      .description =
          "Connects to the server and checks what the next run needs: the user's rights, the root and its "
          "disk, the clock, the schedules, keys, hooks and the newest backups. Prints one line for each, and the "
          "remedy below it. Run it after each change of the configuration, as the user who makes the backups.\n\n"
          "A line begins with `ok`, `unknown` (cannot be checked from here), `warning` (the next run works anyway) or "
          "`failed` (fix it before the next run). One failure does not stop the other checks.\n\n"
          "Check writes nothing, neither to the root nor to the server. It calls no hook: it looks up their programs "
          "and connects to their addresses. It waits at most 25 seconds for an answer.",
      .groups = {SettingGroup::connection, SettingGroup::reading, SettingGroup::parallelism,
                 SettingGroup::database_choice, SettingGroup::choice_of_collections, SettingGroup::selection,
                 SettingGroup::store, SettingGroup::form, SettingGroup::encryption, SettingGroup::passphrase,
                 SettingGroup::keys, SettingGroup::alarms, SettingGroup::schedule, SettingGroup::drill,
                 SettingGroup::retention, SettingGroup::health, SettingGroup::hooks, SettingGroup::result,
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
