#include <stop_token>
#include <utility>
#include <vector>

#include "cli/chosen_root.h"
#include "cli/command.h"
#include "cli/task_answer.h"
#include "cli/views/clean_backup.h"
#include "cli/views/cleanup_view.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

void print_plan(const Settings& settings, const BackupRoot& root, Surroundings& surroundings) {
  Console& console = surroundings.console;
  std::vector<CleanupDecision> plan;
  for (CleanupDecision& decision : root.plan_cleanup(settings.tasks.days_to_keep, settings.backup.keep)) {
    plan.push_back(cleaned(std::move(decision), console.redactor()));
  }
  if (settings.json) {
    console.answer().give(plan_json(plan));
  } else if (plan.empty()) {
    console.log(LogLevel::info, "No backups here", {{"root", settings.backup.root.string()}});
  } else {
    console.print(plan_table(plan));
  }
}

void print_report(const CleanupReport& report, const Settings& settings, Console& console) {
  if (settings.quiet || settings.json) return;
  std::string lines;
  for (const RemovedBackup& removed : report.removed) lines += removed.path.string() + "\n";
  console.print_done(lines);
}

Outcome run_cleanup(const Settings& settings, Surroundings& surroundings) {
  const BackupRoot root = backup_root(settings, surroundings);
  if (settings.dry_run) {
    print_plan(settings, root, surroundings);
    return Outcome::done;
  }
  Console& console = surroundings.console;
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] {
    stop.request_stop();
    console.log(LogLevel::warning, "Asked to stop: what has not been removed yet stays", {});
  });
  const CleanupReport report = TaskAnswer(Task::cleanup, settings, surroundings).about([&] {
    return root.clean_up(settings.tasks.days_to_keep, settings.backup.keep, stop.get_token());
  });
  print_report(report, settings, console);
  return report.failures.empty() ? Outcome::done : Outcome::partial;
}

}  // namespace

Command cleanup_command() {
  return {
      .name = "cleanup",
      .summary = "Remove the backups that are too old",
      .arguments = "[OPTIONS]",
      .description =
          "Removes the backups under the root that are older than --daysToKeep and that no keep rule wants, and prints "
          "their paths. Age is reckoned from the later of the folder's modification and the manifest's end. Of an "
          "older system's dated folders the same holds.\n\n"
          "The newest complete backups (--keepAtLeast) stay whatever their age, and partial ones do not count among "
          "them. What is not recognisably a backup is never removed: another's folder, a link, a dated folder that "
          "holds a file which its manifest does not name. --dryRun shows what would go and stay, and why.",
      .groups = {SettingGroup::store, SettingGroup::retention, SettingGroup::rehearsal, SettingGroup::result,
                 SettingGroup::general},
      .examples = {{"mongokeep cleanup --root /srv/backup --dryRun", "What would go, and why the rest stays."},
                   {"mongokeep cleanup --root /srv/backup --daysToKeep 30", ""},
                   {"mongokeep cleanup --daysToKeep 14 --keepWeekly 8 --keepMonthly 12",
                    "Two weeks of days, two months of weeks, a year of months."}},
      .exit_codes = {{"0", "what was too old is gone, even where nothing was"},
                     {"1", "failed: the root is not there, or cannot be read or written"},
                     {"2", "wrong usage or configuration"},
                     {"3", "something could not be removed; the rest is done"},
                     {"5", "another run holds the root's lock"},
                     {"129", "stopped by SIGHUP: the terminal has gone"},
                     {"130, 143", "stopped by SIGINT, SIGTERM; what was not removed yet stays"}},
      .run = run_cleanup,
  };
}

}  // namespace mongokeep::cli
