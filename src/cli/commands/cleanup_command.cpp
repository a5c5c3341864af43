#include <algorithm>
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

Outcome print_plan(const Settings& settings, const BackupRoot& root, Surroundings& surroundings,
                   const std::stop_token& stop) {
  Console& console = surroundings.console;
  std::vector<CleanupDecision> plan;
  for (CleanupDecision& decision :
       root.plan_cleanup(settings.tasks.days_to_keep, settings.backup.keep, settings.push.stores, stop)) {
    plan.push_back(cleaned(std::move(decision), console.redactor()));
  }
  if (settings.json) {
    console.answer().give(plan_json(plan));
  } else if (plan.empty()) {
    console.log(LogLevel::info, "No backups here", {{"root", settings.backup.root.string()}});
  } else {
    console.print(plan_table(plan));
  }
  const bool is_all_read = std::none_of(plan.begin(), plan.end(), [](const CleanupDecision& decision) {
    return decision.backup.state == BackupState::unreadable;
  });
  return done_or_partial(is_all_read);
}

std::string lines_of(const std::vector<RemovedBackup>& removed) {
  std::string lines;
  for (const RemovedBackup& backup : removed) lines += backup.path.string() + "\n";
  return lines;
}

void print_report(const CleanupReport& report, const Settings& settings, Console& console) {
  if (settings.quiet || settings.json) return;
  std::string lines = lines_of(report.removed);
  for (const StoreCleanup& store : report.stores) lines += lines_of(store.removed);
  console.print_done(lines);
}

Outcome run_cleanup(const Settings& settings, Surroundings& surroundings) {
  const BackupRoot root = backup_root(settings, surroundings);
  Console& console = surroundings.console;
  std::stop_source stop;
  if (settings.dry_run) {
    const StopSignals::Watch watch = surroundings.signals.watch([&] { stop.request_stop(); });
    return print_plan(settings, root, surroundings, stop.get_token());
  }
  const StopSignals::Watch watch = surroundings.signals.watch([&] {
    stop.request_stop();
    console.log(LogLevel::warning, "Stopping: the remaining backups are kept", {});
  });
  const CleanupReport report = TaskAnswer(Task::cleanup, settings, surroundings).about([&] {
    CleanupReport made =
        root.clean_up(settings.tasks.days_to_keep, settings.backup.keep, stop.get_token(), settings.push.stores);
    surroundings.done = done_or_partial(made.is_whole());
    return made;
  });
  print_report(report, settings, console);
  return *surroundings.done;
}

}  // namespace

Command cleanup_command() {
  return {
      .name = "cleanup",
      .summary = "Remove old backups",
      .arguments = "[OPTIONS]",
      .description =
          "Removes the backups under the root that are older than --daysToKeep, unless a keep rule applies, and prints "
          "their paths. The age counts from the end of the backup or from the last change of its folder, whichever is "
          "later. Dated folders of an older system are treated the same.\n\n"
          "The newest complete backups (--keepAtLeast) are always kept; partial backups do not count towards them. "
          "Anything that is not clearly a backup is never removed: other folders, links, and dated folders with a file "
          "that is not in their manifest. --dryRun shows what would be removed and kept, and why.\n\n"
          "Then each store is cleaned by its own rules, or those of the root. A backup that a required store would "
          "keep "
          "and does not have stays in the root, for --maxUnshippedDays after it could not be shipped. With --store "
          "only "
          "that store is cleaned; no root is needed then.",
      .groups = {SettingGroup::store_filter, SettingGroup::store, SettingGroup::retention, SettingGroup::stores,
                 SettingGroup::rehearsal, SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep cleanup --root /srv/backup --dryRun",
                    "Shows what would be removed, and why the rest is kept."},
                   {"mongokeep cleanup --root /srv/backup --daysToKeep 30", ""},
                   {"mongokeep cleanup --daysToKeep 14 --keepWeekly 8 --keepMonthly 12",
                    "Every backup of two weeks, one a week for 8 weeks, one a month for a year."},
                   {"mongokeep cleanup --store offsite --dryRun", "Shows the plan for one store."}},
      .exit_codes =
          {{"0", "all old backups are removed, or there were none"},
           {"1", "failed: the root does not exist, or cannot be read or written"},
           {"2", "wrong usage or configuration"},
           {"3",
            "some backup could not be read or removed, or a required store could not be cleaned; the rest was done"},
           {"5", "another run holds the root's lock; with --store: a push is at work"},
           {"129", "stopped by SIGHUP (the terminal was closed)"},
           {"130, 143", "stopped by SIGINT or SIGTERM; the remaining backups are kept"}},
      .warns_of_exposure = true,
      .run = run_cleanup,
  };
}

}  // namespace mongokeep::cli
