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

constexpr const char* backup_ping_setting = "hooks.ping_url";
constexpr const char* cleanup_ping_setting = "hooks.cleanup_ping_url";

void unless_it_throws(const HookLog& log, const std::function<void()>& hook) {
  try {
    hook();
  } catch (const std::exception& error) {
    log.failed(error.what());
  }
}

void tell_by_ping(const Hooks& hooks, const Notice& notice, Log& log, const std::stop_token& stop) {
  const bool is_backup = notice.task == Task::backup;
  const std::string& address = is_backup ? hooks.ping_url : hooks.cleanup_ping_url;
  if (address.empty()) return;
  const char* const setting = is_backup ? backup_ping_setting : cleanup_ping_setting;
  const HookLog hook_log(log, setting, notice);
  // The start keeps the task waiting: it is told once, and shortly.
  constexpr PingPatience short_patience{
      .limits = {.connect = std::chrono::seconds(3), .whole = std::chrono::seconds(5)}, .tries = 1};
  const PingPatience patience = notice.happening == Happening::started ? short_patience : PingPatience{};
  unless_it_throws(hook_log, [&] { ping(PingAddress(address, setting), notice, hook_log, patience, stop); });
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
  if (!hooks.ping_url.empty()) PingAddress(hooks.ping_url, backup_ping_setting);
  if (!hooks.cleanup_ping_url.empty()) PingAddress(hooks.cleanup_ping_url, cleanup_ping_setting);
  if (hooks.command_time_limit.count() < 1) {
    throw Error(ErrorKind::configuration, "use the setting", "hooks.command_time_limit", "it is less than a second");
  }
}

}  // namespace mongokeep::hooks
