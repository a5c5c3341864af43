#include <filesystem>
#include <utility>

#include "archive/manifest.h"
#include "archive/stored_backup.h"
#include "cli/command.h"
#include "cli/views/clean_backup.h"
#include "cli/views/health_view.h"
#include "mongokeep/error.h"
#include "readiness/health.h"

namespace mongokeep::cli {

namespace {

using readiness::Health;

/// A root that cannot be read is a bad health too.
Health health_of(const Settings& settings, Surroundings& surroundings) {
  const auto now = surroundings.clock();
  const std::filesystem::path root = std::filesystem::absolute(settings.backup.root);
  try {
    return readiness::judge_health(
        readiness::gather_evidence(
            root, archive::mark_of_selection(settings.usual_selection), now,
            [&](archive::StoredBackup backup) { return cleaned(std::move(backup), surroundings.console.redactor()); }),
        now, settings.max_age, root);
  } catch (const Error& error) {
    Health health;
    health.trouble = error;
    return health;
  }
}

Outcome run_health(const Settings& settings, Surroundings& surroundings) {
  const Health health = health_of(settings, surroundings);
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
      .summary = "Check that the newest complete backup is young enough",
      .arguments = "[OPTIONS]",
      .description =
          "Looks at the newest complete backup under the root and prints one line when it was finished no longer ago "
          "than --maxAge. Otherwise it says what is wrong, and the exit code tells the cases apart.\n\n"
          "Backups dated more than a day in the future do not count. Files are looked at by name and size; "
          "`mongokeep list` does the same for every backup.",
      .groups = {SettingGroup::store, SettingGroup::health, SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep health", ""},
                   {"HEALTHCHECK --interval=30m CMD mongokeep health --root /backup || exit 1",
                    "In a Dockerfile: Docker knows the codes 0 and 1 only."},
                   {"0 9 * * *  mongokeep health --root /srv/backup --quiet",
                    "From cron, which mails what is printed: silent while all is well."},
                   {"mongokeep health --json | jq .ageSeconds", "A number for a monitoring system."}},
      .exit_codes = {{"0", "healthy"},
                     {"1", "the root, or the newest backup, cannot be read"},
                     {"2", "wrong usage or configuration"},
                     {"3", "there is no complete backup, or the newest one is too old"},
                     {"4", "the newest backup is damaged"}},
      .run = run_health,
  };
}

}  // namespace mongokeep::cli
