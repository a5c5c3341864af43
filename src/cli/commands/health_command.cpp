#include "cli/chosen_root.h"
#include "cli/command.h"
#include "cli/views/clean_backup.h"
#include "cli/views/health_view.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

Outcome run_health(const Settings& settings, Surroundings& surroundings) {
  const HealthReport health =
      cleaned(backup_root(settings, surroundings).health(settings.max_age), surroundings.console.redactor());
  if (settings.json) {
    surroundings.console.answer().give(health_json(health, settings.max_age));
  } else if (!health.trouble && !settings.quiet) {
    surroundings.console.print(health_line(health));
  }
  if (health.trouble) throw Error(*health.trouble);
  return Outcome::done;
}

}  // namespace

Command health_command() {
  return {
      .name = "health",
      .summary = "Check that the newest complete backup is recent enough",
      .arguments = "[STORE:] [OPTIONS]",
      .description =
          "Finds the newest complete backup under the root, or in a store (`health offsite:`). If it is no older than "
          "--maxAge, health prints one line "
          "and exits with 0. Otherwise it says what is wrong, and the exit code says which case it is.\n\n"
          "Backups dated more than a day in the future do not count. Health checks that each file exists and has the "
          "right size, as `mongokeep list` does for every backup.",
      .groups = {SettingGroup::store_choice, SettingGroup::store, SettingGroup::stores, SettingGroup::health,
                 SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep health", ""},
                   {"HEALTHCHECK --interval=30m CMD mongokeep health --root /backup || exit 1",
                    "In a Dockerfile: Docker knows only the codes 0 and 1."},
                   {"0 9 * * *  mongokeep health --root /srv/backup --quiet",
                    "From cron: prints nothing while all is well."},
                   {"mongokeep health --json | jq .ageSeconds", "A number for a monitoring system."}},
      .exit_codes = {{"0", "healthy"},
                     {"1", "the root, the store, or the newest backup cannot be read"},
                     {"2", "wrong usage or configuration"},
                     {"3", "there is no complete backup, or the newest one is too old"},
                     {"4", "the newest backup is damaged"},
                     {"129", "stopped by SIGHUP (the terminal was closed)"},
                     {"130, 143", "stopped by SIGINT or SIGTERM"}},
      .run = run_health,
  };
}

}  // namespace mongokeep::cli
