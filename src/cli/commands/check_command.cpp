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
      .summary = "Look whether everything is ready for the next run",
      .arguments = "--config FILE [OPTIONS]",
      .description =
          "Connects to the server and looks at all that the next night needs: the user's rights, the root and its "
          "disk, the clock, the schedules, keys, hooks and the newest backups. Prints a line for each, and below it "
          "what to do. Run it after each change of the configuration, as the user who will make the backups.\n\n"
          "A line begins with `ok`, `unknown` (it cannot be told from here), `warning` (the next run works all the "
          "same) or `failed` (put it right before the next run). Everything is looked at, also where something else "
          "has failed.\n\n"
          "Nothing is written, to the root or to the server. No hook is called: their programs are looked up, and "
          "their "
          "addresses are connected to. What does not answer is given up after 25 seconds at most.",
      .groups = {SettingGroup::connection, SettingGroup::reading, SettingGroup::parallelism,
                 SettingGroup::database_choice, SettingGroup::choice_of_collections, SettingGroup::selection,
                 SettingGroup::store, SettingGroup::form, SettingGroup::encryption, SettingGroup::passphrase,
                 SettingGroup::keys, SettingGroup::alarms, SettingGroup::schedule, SettingGroup::drill,
                 SettingGroup::retention, SettingGroup::health, SettingGroup::hooks, SettingGroup::result,
                 SettingGroup::general},
      .examples = {{"mongokeep check --config /etc/mongokeep/mongokeep.toml", "The usual."},
                   {"MONGOKEEP_URI_FILE=/etc/mongokeep/uri mongokeep check --config keep.toml",
                    "With the connection string of the Debian package's service."},
                   {"mongokeep check --config keep.toml --json | jq -e '.status != \"failed\"'", "For scripts."},
                   {"mongokeep check --config keep.toml --quiet", "Prints only what is not well."}},
      .exit_codes = {{"0", "ready, perhaps with warnings"},
                     {"1", "it could not look, or not print what it found"},
                     {"2", "wrong usage or configuration"},
                     {"3", "something has to be put right before the next run"},
                     {"129, 130, 143", "stopped by SIGHUP, SIGINT, SIGTERM"}},
      .run = run_check,
  };
}

}  // namespace mongokeep::cli
