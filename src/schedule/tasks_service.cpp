#include "mongokeep/tasks_service.h"

#include <filesystem>
#include <mutex>
#include <stop_token>
#include <utility>

#include "base/log.h"
#include "hooks/teller.h"
#include "mongokeep/error.h"
#include "retention/policy.h"
#include "schedule/task_loop.h"

namespace mongokeep {

using schedule::Schedule;
using schedule::Task;

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

  static Error no_drills() {
    return Error(ErrorKind::configuration, "make drills", "", "no RestoreService was given to make them with");
  }

  BackupService& service;
  RestoreService* drills;
  TasksSettings settings;
  std::filesystem::path root = std::filesystem::absolute(service.settings().root);
  schedule::Schedules schedules;
  LogHandler log_handler = json_log_to_stderr();
  Clock clock = system_clock();
  std::stop_source stop;

  std::mutex mutex;  ///< for what follows
  schedule::TaskLoop* loop = nullptr;
  bool is_finishing = false;

  Result run_once(Task task) {
    Log log(log_handler, clock);
    schedule::TaskRunner runner({service, drills, root, settings, clock, stop.get_token(), log});
    const schedule::TaskEnd end = runner.attempt(task);
    const std::optional<Error> error = end.error();
    if (stop.stop_requested() && end.was_broken_off()) throw Error(*error);
    runner.conclude(end);
    return {end.status(), error ? std::optional(error->kind()) : std::nullopt};
  }

  void run() {
    Log log(log_handler, clock);
    const schedule::TaskContext context{service, drills, root, settings, clock, stop.get_token(), log};
    schedule::TaskLoop own(context, schedules);
    const Announcement announcement(*this, own);
    own.run();
  }

  /// While it lives, finish() reaches the loop.
  struct Announcement {
    Announcement(State& of, schedule::TaskLoop& loop) : state(of) { state.set_loop(&loop); }
    ~Announcement() { state.set_loop(nullptr); }
    Announcement(const Announcement&) = delete;
    Announcement& operator=(const Announcement&) = delete;
    State& state;
  };

  /// finish() may have come before there was a loop to finish.
  void set_loop(schedule::TaskLoop* now) {
    const std::lock_guard lock(mutex);
    loop = now;
    if (loop != nullptr && is_finishing) loop->finish();
  }

  void finish() {
    const std::lock_guard lock(mutex);
    is_finishing = true;
    if (loop != nullptr) loop->finish();
  }
};

TasksService::TasksService(BackupService& service, TasksSettings settings)
    : state_(std::make_unique<State>(service, nullptr, std::move(settings))) {}

TasksService::TasksService(BackupService& service, RestoreService& drills, TasksSettings settings)
    : state_(std::make_unique<State>(service, &drills, std::move(settings))) {}

TasksService::~TasksService() = default;

void TasksService::set_log_handler(LogHandler handler) {
  state_->log_handler = std::move(handler);
}
void TasksService::set_clock(Clock clock) {
  state_->clock = std::move(clock);
}

TasksService::Result TasksService::create_database_backup() {
  return state_->run_once(Task::backup);
}

TasksService::Result TasksService::cleanup_old_backups() {
  return state_->run_once(Task::cleanup);
}

TasksService::Result TasksService::run_drill() {
  if (state_->drills == nullptr) throw State::no_drills();
  return state_->run_once(Task::drill);
}

void TasksService::run() {
  state_->run();
}

void TasksService::stop() noexcept {
  state_->stop.request_stop();
  state_->service.stop();
  if (state_->drills != nullptr) state_->drills->stop();
}

void TasksService::finish() noexcept {
  state_->finish();
}

}  // namespace mongokeep
