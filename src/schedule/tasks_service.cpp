#include "mongokeep/tasks_service.h"

#include <filesystem>
#include <stop_token>
#include <utility>

#include "base/log.h"
#include "hooks/teller.h"
#include "mongokeep/error.h"
#include "retention/policy.h"
#include "schedule/task_loop.h"

namespace mongokeep {

using schedule::Schedule;

struct TasksService::State {
  State(BackupService& of, RestoreService* by, TasksSettings what)
      : service(of), drills(by), settings(std::move(what)), schedules(parsed(settings)) {
    if (schedules.drill && drills == nullptr) throw no_drills();
    retention::check({settings.days_to_keep, service.settings().keep});
    hooks::check(settings.hooks);
  }

  static schedule::Schedules parsed(const TasksSettings& settings) {
    const auto parse = [&](const std::string& expression) { return Schedule::parse(expression, settings.time_zone); };
    schedule::Schedules schedules{parse(settings.backup_schedule), parse(settings.cleanup_schedule)};
    if (!settings.drill_schedule.empty()) schedules.drill = parse(settings.drill_schedule);
    return schedules;
  }

  static Error no_stores() { return Error(ErrorKind::configuration, "ship backups", "", "no StoreService was given"); }
  static Error no_drills() { return Error(ErrorKind::configuration, "run drills", "", "no RestoreService was given"); }

  BackupService& service;
  RestoreService* drills;
  StoreService* stores = nullptr;
  TasksSettings settings;
  std::filesystem::path root = std::filesystem::absolute(service.settings().root);
  schedule::Schedules schedules;
  LogHandler log_handler = json_log_to_stderr();
  Clock clock = system_clock();

  bool has_to_push() {
    Log log(log_handler, clock);
    return schedule::TaskRunner({service, drills, stores, root, settings, clock, {}, log}).has_to_push();
  }

  Result run_once(Task task, const std::stop_token& stop) {
    Log log(log_handler, clock);
    schedule::TaskRunner runner({service, drills, stores, root, settings, clock, stop, log});
    const TaskEnd end = runner.attempt(task);
    const std::optional<Error> error = end.error();
    if (stop.stop_requested() && end.was_broken_off()) throw Error(*error);
    const auto* const push = std::get_if<PushReport>(&end.outcome);
    Result result{end.status(), error, push != nullptr && push->has_damage(), {}};
    log.of_what_is_done([&] { runner.conclude(end); });
    log.of_what_is_done([&] { result.report = report_text(end); });
    return result;
  }

  void run(const std::stop_token& stop, const std::stop_token& finish) {
    Log log(log_handler, clock);
    const schedule::TaskContext context{service, drills, stores, root, settings, clock, stop, log};
    schedule::TaskLoop loop(context, schedules);
    const std::stop_callback finishing(finish, [&] { loop.finish(); });
    loop.run();
  }
};

TasksService::TasksService(BackupService& service, TasksSettings settings)
    : state_(std::make_unique<State>(service, nullptr, std::move(settings))) {}

TasksService::TasksService(BackupService& service, RestoreService& drills, TasksSettings settings)
    : state_(std::make_unique<State>(service, &drills, std::move(settings))) {}

TasksService::~TasksService() = default;

void TasksService::set_stores(StoreService& stores) {
  state_->stores = &stores;
}
void TasksService::set_log_handler(LogHandler handler) {
  state_->log_handler = std::move(handler);
}
void TasksService::set_clock(Clock clock) {
  state_->clock = std::move(clock);
}

TasksService::Result TasksService::create_database_backup(const std::stop_token& stop) {
  return state_->run_once(Task::backup, stop);
}

TasksService::Result TasksService::cleanup_old_backups(const std::stop_token& stop) {
  return state_->run_once(Task::cleanup, stop);
}

TasksService::Result TasksService::run_drill(const std::stop_token& stop) {
  if (state_->drills == nullptr) throw State::no_drills();
  return state_->run_once(Task::drill, stop);
}

bool TasksService::has_to_push() const {
  return state_->has_to_push();
}

TasksService::Result TasksService::push_backups(const std::stop_token& stop) {
  if (state_->stores == nullptr) throw State::no_stores();
  return state_->run_once(Task::push, stop);
}

void TasksService::run(const std::stop_token& stop, const std::stop_token& finish) {
  state_->run(stop, finish);
}

}  // namespace mongokeep
