#include <algorithm>
#include <stop_token>
#include <string>
#include <string_view>

#include "cli/command.h"
#include "cli/daemon.h"
#include "cli/task_answer.h"
#include "cli/task_services.h"
#include "cli/views/schedule_view.h"
#include "mongokeep/driver_log.h"
#include "mongokeep/error.h"
#include "mongokeep/tasks_service.h"

namespace mongokeep::cli {

namespace {

/// Not every task asks a server: where there is no connection string, any will do.
Settings with_any_uri(Settings settings) {
  if (settings.uri.empty()) settings.uri = "mongodb://localhost";
  return settings;
}

Task task_named(std::string_view word) {
  if (word == "backup") return Task::backup;
  if (word == "push") return Task::push;
  return word == "cleanup" ? Task::cleanup : Task::drill;
}

TasksService::Result do_once(Task task, TasksService& tasks, const std::stop_token& stop) {
  switch (task) {
    case Task::backup: break;
    case Task::cleanup: return tasks.cleanup_old_backups(stop);
    case Task::drill: return tasks.run_drill(stop);
    case Task::push: return tasks.push_backups(stop);
  }
  return tasks.create_database_backup(stop);
}

using Status = TasksService::Result::Status;

/// Whether a night is whole that ended with this push.
bool is_good_enough(const TasksService::Result& push, const Settings& settings) {
  const auto& stores = settings.stores.stores;
  const bool is_any_required =
      std::any_of(stores.begin(), stores.end(), [](const StoreSettings& store) { return store.required; });
  return push.status == Status::succeeded || (push.status == Status::failed && !is_any_required);
}

/// Ships what is to be shipped after a backup, whatever has become of that.
Outcome ship_after(const TasksService::Result& backup, const Settings& settings, Surroundings& surroundings,
                   TaskServices& services, const std::stop_token& stop) {
  Json report = parse_json(backup.report);
  report["push"] = nullptr;
  Outcome night = done_or_partial(backup.status == Status::succeeded);
  if (services.tasks().has_to_push()) {
    // For whoever reads of a stop.
    give_report(report, surroundings.console);
    const TasksService::Result push = services.tasks().push_backups(stop);
    report["push"] = parse_json(push.report);
    if (push.has_damage) {
      night = Outcome::damaged;
    } else if (!is_good_enough(push, settings)) {
      night = Outcome::partial;
    }
  }
  give_report(std::move(report), surroundings.console);
  return night;
}

/// What throws, a stop for one, tells no hook; whoever reads JSON gets the same report all the same.
TasksService::Result do_and_answer(const Settings& settings, Surroundings& surroundings, TaskServices& services,
                                   const std::stop_token& stop) {
  const Task task = task_named(settings.once);
  const TaskAnswer answer(task, settings, surroundings);
  TasksService::Result result;
  try {
    result = do_once(task, services.tasks(), stop);
  } catch (const Error& error) {
    answer.about_failure(error);
    throw;
  }
  if (task == Task::backup && !settings.stores.stores.empty()) {
    const Outcome night = ship_after(result, settings, surroundings, services, stop);
    if (!result.failure) surroundings.done = night;
    return result;
  }
  if (!result.failure) {
    surroundings.done = result.has_damage ? Outcome::damaged : done_or_partial(result.status == Status::succeeded);
  }
  give_report(parse_json(result.report), surroundings.console);
  return result;
}

Outcome run_once(const Settings& settings, Surroundings& surroundings) {
  Console& console = surroundings.console;
  if (settings.once == "backup") settings.require_uri("run");
  if (settings.once == "push") settings.require_stores("push");
  if (settings.once == "drill" && settings.drill_uri.empty()) settings.require_uri("run");
  const DriverLog driver_log(console.log_handler(), surroundings.clock);
  TaskServices services(with_any_uri(settings), surroundings);
  std::stop_source stop;
  const StopSignals::Watch watch = surroundings.signals.watch([&] {
    stop.request_stop();
    console.log(LogLevel::warning, "Stopping: the unfinished task is cancelled");
  });
  const TasksService::Result result = do_and_answer(settings, surroundings, services, stop.get_token());
  if (result.failure) throw AlreadyTold{*result.failure};
  return *surroundings.done;
}

Outcome check_config(const Settings& settings, Surroundings& surroundings) {
  settings.require_uri("run");
  // Made, and thrown away: what is wrong shows now.
  const Daemon daemon(settings, surroundings);
  if (settings.json) {
    surroundings.console.answer().give(schedule_json(settings.tasks, surroundings.clock()));
  } else {
    surroundings.console.print(schedule_text(settings.tasks, surroundings.clock()));
  }
  return Outcome::done;
}

Outcome run(const Settings& settings, Surroundings& surroundings) {
  if (settings.check_config) return check_config(settings, surroundings);
  if (!settings.once.empty()) return run_once(settings, surroundings);
  if (settings.json) {
    throw Error(ErrorKind::usage, "use the setting", "--json", "a program that keeps running has no result to print",
                "Use it with --once or --checkConfig. For log lines in JSON, use --logFormat json");
  }
  settings.require_uri("run");
  Daemon(settings, surroundings).run();
  throw AlreadyTold{Error(ErrorKind::stopped, "continue", "", "it was stopped")};
}

}  // namespace

Command run_command() {
  return {
      .name = "run",
      .summary = "Run backups and clean-ups on a schedule",
      .arguments = "--config FILE [OPTIONS]",
      .description =
          "Runs until a signal stops it. Makes a backup every day at 1:00 and removes old backups at 3:00, or at the "
          "times of your schedules. Failures are logged and reported to the hooks, and the next run starts as "
          "planned.\n\n"
          "If a run was missed because the machine slept or the program was not running, one run starts as soon as "
          "possible. If a backup is still running when the next one is due, the next one is skipped. The times of the "
          "last runs are stored in the root, in `.schedule.json`.\n\n"
          "Where the configuration file has [[stores]], each backup is shipped to them once it is made, and at the "
          "start what is still to be shipped. A push runs beside the other tasks and keeps none of them waiting. If a "
          "required store does not get a backup, hooks are told of a failure, and the push is tried again until the "
          "next backup.\n\n"
          "With --drillSchedule it also tests the backups. A drill restores the newest complete backup into a scratch "
          "database, compares every document byte for byte, and drops the scratch database. The user needs the rights "
          "to create that database: see --drillDatabase, and MONGOKEEP_DRILL_URI for another server.\n\n"
          "SIGHUP reloads the configuration; if the new one is invalid, the old one stays in use. SIGTERM and SIGINT "
          "cancel the running task, remove its unfinished backup, and end the program.",
      .groups = {SettingGroup::run_choice,  SettingGroup::connection,      SettingGroup::reading,
                 SettingGroup::parallelism, SettingGroup::database_choice, SettingGroup::choice_of_collections,
                 SettingGroup::selection,   SettingGroup::store,           SettingGroup::stores,
                 SettingGroup::form,        SettingGroup::encryption,      SettingGroup::passphrase,
                 SettingGroup::downgrade,   SettingGroup::legacy,          SettingGroup::keys,
                 SettingGroup::alarms,      SettingGroup::schedule,        SettingGroup::drill,
                 SettingGroup::retention,   SettingGroup::hooks,           SettingGroup::progress,
                 SettingGroup::result,      SettingGroup::general},
      .examples = {{"mongokeep run --config /etc/mongokeep/mongokeep.toml", "As a service."},
                   {"mongokeep run --config /etc/mongokeep/mongokeep.toml --checkConfig",
                    "Prints the next times and runs nothing."},
                   {"MONGOKEEP_URI_FILE=/run/secrets/uri mongokeep run --once backup --root /backup",
                    "One backup, from your own timer, such as a Kubernetes CronJob."},
                   {"mongokeep run --config /etc/mongokeep/mongokeep.toml --once drill",
                    "Tests whether the newest backup can be restored."}},
      .exit_codes =
          {{"0", "with --once: done; with --checkConfig: the configuration is valid"},
           {"1", "with --once: failed; otherwise: the root cannot be used"},
           {"2", "wrong usage or configuration; with --once drill: there is no complete backup"},
           {"3",
            "with --once: a collection failed, a required store lacks a backup, a backup could not be removed, "
            "or a drill did not restore a view, an option or an index"},
           {"4",
            "with --once: a file read back from the disk differs from what was written, a drill did not "
            "restore every document, or a push found a damaged backup"},
           {"5", "another process runs the schedule of this root; with --once: another run holds it"},
           {"129", "with --once: stopped by SIGHUP"},
           {"130, 143", "stopped by SIGINT or SIGTERM"}},
      .warns_of_exposure = true,
      .always_uses_stores = true,
      .run = run,
  };
}

}  // namespace mongokeep::cli
