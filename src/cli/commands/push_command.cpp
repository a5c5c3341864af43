#include <stop_token>

#include "cli/command.h"
#include "cli/run_display.h"
#include "cli/task_answer.h"
#include "cli/views/push_view.h"
#include "mongokeep/store_service.h"

namespace mongokeep::cli {

namespace {

Outcome run_push(const Settings& settings, Surroundings& surroundings) {
  Console& console = surroundings.console;
  settings.require_stores("push");
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] {
    stop.request_stop();
    console.log(LogLevel::warning, "Stopping: what has arrived stays, and is not shipped again", {});
  });
  RunDisplay display(console, settings);
  StoreService service(settings.store_service_settings());
  display.show_runs_of(service);
  service.set_clock(surroundings.clock);
  PushChoice choice = settings.push;
  choice.dry_run = settings.dry_run;
  const PushReport report = TaskAnswer(Task::push, settings, surroundings).about([&] {
    PushReport made = service.push(choice, stop.get_token());
    surroundings.done = made.has_damage() ? Outcome::damaged : done_or_partial(made.is_whole());
    return made;
  });
  if (!settings.quiet && !settings.json) console.print_done(push_text(report, settings.dry_run));
  return *surroundings.done;
}

}  // namespace

Command push_command() {
  return {
      .name = "push",
      .summary = "Ship backups to the stores",
      .arguments = "[BACKUP…] [OPTIONS]",
      .description =
          "Copies to each store what is not there yet, the newest backup first. Each file is checked against its "
          "manifest before it is shipped, and in the store after it has arrived. The manifest is shipped last: until "
          "then, no command takes the copy for a backup. Nothing in a store is overwritten.\n\n"
          "An interrupted push goes on where it stopped: files that have arrived are not shipped again. A backup that "
          "fails, or a store that cannot be reached, does not stop the others.\n\n"
          "`mongokeep run` pushes after each backup; `mongokeep backup` by hand does not.",
      .groups = {SettingGroup::push_choice, SettingGroup::store_filter, SettingGroup::store, SettingGroup::stores,
                 SettingGroup::retention, SettingGroup::rehearsal, SettingGroup::progress, SettingGroup::result,
                 SettingGroup::general},
      .examples = {{"mongokeep push", "Ships everything that is not in the stores yet."},
                   {"mongokeep push 20th_Feb_2024 --store offsite", "One backup, to one store."},
                   {"mongokeep push --dryRun", "Shows what would be shipped."}},
      .exit_codes = {{"0", "the required stores have everything"},
                     {"1", "failed: the root cannot be read"},
                     {"2", "wrong usage or configuration, no such backup or store, or no usable rclone"},
                     {"3", "some backup did not arrive in a required store"},
                     {"4", "the same, or not, and a backup is damaged: in the root, or in a required store"},
                     {"5", "another push is at work on this root"},
                     {"129", "stopped by SIGHUP (the terminal was closed)"},
                     {"130, 143", "stopped by SIGINT or SIGTERM; what has arrived stays"}},
      .warns_of_exposure = true,
      .always_uses_stores = true,
      .run = run_push,
  };
}

}  // namespace mongokeep::cli
