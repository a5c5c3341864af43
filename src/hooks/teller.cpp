#include "hooks/teller.h"

#include <exception>
#include <functional>
#include <string>

#include "hooks/command_hook.h"
#include "hooks/hook_log.h"
#include "hooks/ping_address.h"
#include "hooks/ping_hook.h"
#include "mongokeep/error.h"

namespace mongokeep::hooks {

namespace {

/// The address that is told of a task, and the setting that it comes from.
struct PingTarget {
  const std::string& address;
  const char* setting;
};

PingTarget ping_target(const Hooks& hooks, Task task) {
  switch (task) {
    case Task::backup: break;
    case Task::cleanup: return {hooks.cleanup_ping_url, "hooks.cleanup_ping_url"};
    case Task::drill: return {hooks.drill_ping_url, "hooks.drill_ping_url"};
    case Task::push: return {hooks.push_ping_url, "hooks.push_ping_url"};
  }
  return {hooks.ping_url, "hooks.ping_url"};
}

/// A push that has no address of its own is a part of the night, and the backup's check is to hear where it fails.
PingTarget ping_target(const Hooks& hooks, const Notice& notice) {
  const bool has_failed_push = notice.task == Task::push && notice.happening == Happening::failed;
  return ping_target(hooks, has_failed_push && hooks.push_ping_url.empty() ? Task::backup : notice.task);
}

void unless_it_throws(const HookLog& log, const std::function<void()>& hook) {
  try {
    hook();
  } catch (const std::exception& error) {
    log.failed(error.what());
  }
}

void tell_by_ping(const Hooks& hooks, const Notice& notice, Log& log, const std::stop_token& stop) {
  const PingTarget target = ping_target(hooks, notice);
  if (target.address.empty()) return;
  const HookLog hook_log(log, target.setting, notice);
  // The start keeps the task waiting: it is told once, and shortly.
  constexpr PingPatience short_patience{
      .limits = {.connect = std::chrono::seconds(3), .whole = std::chrono::seconds(5)}, .tries = 1};
  const PingPatience patience = notice.happening == Happening::started ? short_patience : PingPatience{};
  unless_it_throws(hook_log,
                   [&] { ping(PingAddress(target.address, target.setting), notice, hook_log, patience, stop); });
}

void tell_by_command(const Hooks& hooks, const Notice& notice, Log& log, const std::stop_token& stop) {
  if (notice.happening == Happening::started) return;
  const bool has_succeeded = notice.happening == Happening::succeeded;
  const std::string& command = has_succeeded ? hooks.on_success : hooks.on_failure;
  if (command.empty()) return;
  const HookLog hook_log(log, has_succeeded ? "hooks.on_success" : "hooks.on_failure", notice);
  unless_it_throws(hook_log,
                   [&] { tell_command(command, notice, hook_log, {.time = hooks.command_time_limit}, stop); });
}

}  // namespace

void tell(const Hooks& hooks, const Notice& notice, Log& log, const std::stop_token& stop) {
  tell_by_ping(hooks, notice, log, stop);
  tell_by_command(hooks, notice, log, stop);
}

void check(const Hooks& hooks) {
  for (const Task task : {Task::backup, Task::cleanup, Task::drill, Task::push}) {
    const PingTarget target = ping_target(hooks, task);
    if (!target.address.empty()) PingAddress(target.address, target.setting);
  }
  if (hooks.command_time_limit.count() < 1) {
    throw Error(ErrorKind::configuration, "use the setting", "hooks.command_time_limit",
                "it must be at least one second");
  }
}

}  // namespace mongokeep::hooks
