#include "readiness/hooks_check.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>

#include "hooks/http_post.h"
#include "hooks/ping_address.h"
#include "hooks/program_word.h"
#include "hooks/teller.h"

namespace mongokeep::readiness {

namespace {

void check_command(const char* setting, const std::string& command, Findings& findings) {
  if (command.empty()) return;
  const std::optional<std::string> program = hooks::program_word(command);
  if (!program) {
    return findings.add(Topic::hooks, Verdict::ok, fmt::format("{} is a shell command; it was not run", setting));
  }
  const char* const path = std::getenv("PATH");
  if (hooks::is_program(*program, path == nullptr ? "/usr/bin:/bin" : path)) {
    return findings.add(Topic::hooks, Verdict::ok, fmt::format("{} runs {}, which exists", setting, *program));
  }
  findings.add(Topic::hooks, Verdict::warning,
               fmt::format("{} runs {}, which does not exist or is not executable", setting, *program),
               "Install it, or give its full path. The user who runs mongokeep must be able to execute it");
}

void check_address(const char* setting, const std::string& address, Findings& findings, const std::stop_token& stop) {
  if (address.empty()) return;
  constexpr hooks::PostLimits limits{.connect = std::chrono::seconds(5), .whole = std::chrono::seconds(6)};
  try {
    const hooks::PingAddress parsed(address, setting);
    const hooks::PostResult result = hooks::reach_server(address, limits, stop);
    if (result.kind == hooks::PostResult::Kind::accepted) {
      return findings.add(Topic::hooks, Verdict::ok,
                          fmt::format("{}: {} answers; nothing was sent", setting, parsed.server()));
    }
    findings.add(Topic::hooks, Verdict::warning,
                 fmt::format("{}: cannot reach {}: {}", setting, parsed.server(), result.problem),
                 "Check the address, DNS, the firewall and the proxy");
  } catch (const Error& error) {
    findings.add(Topic::hooks, error.kind() == ErrorKind::configuration ? Verdict::failed : Verdict::warning, error);
  }
}

}  // namespace

void check_hooks(const Hooks& hooks, Findings& findings, const std::stop_token& stop) {
  try {
    hooks::check(Hooks{.on_success = {},
                       .on_failure = {},
                       .ping_url = {},
                       .cleanup_ping_url = {},
                       .drill_ping_url = {},
                       .push_ping_url = {},
                       .command_time_limit = hooks.command_time_limit});
  } catch (const Error& error) {
    findings.add(Topic::hooks, Verdict::failed, error);
  }
  if (hooks.on_failure.empty() && hooks.ping_url.empty()) {
    findings.add(Topic::hooks, Verdict::warning,
                 "nobody is told of a failure: neither hooks.on_failure nor hooks.ping_url is set",
                 "Set one of them, or have a monitor run `mongokeep health`");
  }
  check_command("hooks.on_success", hooks.on_success, findings);
  check_command("hooks.on_failure", hooks.on_failure, findings);
  check_address("hooks.ping_url", hooks.ping_url, findings, stop);
  check_address("hooks.cleanup_ping_url", hooks.cleanup_ping_url, findings, stop);
  check_address("hooks.drill_ping_url", hooks.drill_ping_url, findings, stop);
  check_address("hooks.push_ping_url", hooks.push_ping_url, findings, stop);
}

}  // namespace mongokeep::readiness
