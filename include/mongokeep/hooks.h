#pragma once

#include <chrono>
#include <string>

namespace mongokeep {

/// What `mongokeep run` does: on a schedule, or, a push, where something is to be shipped.
enum class Task { backup, cleanup, drill, push };

/// Programs and services that are told the result of a task. If a hook fails, the failure is logged and nothing else
/// changes.
struct Hooks {
  /// Shell commands; each gets the report, one JSON object, on its standard input. Empty: none.
  /// A backup that is only partial is a failure here, as is a clean-up that could not remove something, a drill after
  /// which anything was not as it is stored, and a push after which a required store lacks something.
  std::string on_success;
  std::string on_failure;
  /// http or https address that health-check services give for a job: told of the backup's start (address + "/start"),
  /// success (the address itself) and failure (address + "/fail") by POST with a short report. Empty: none. Whoever
  /// knows it can report in our name, so it is kept out of logs.
  std::string ping_url;
  /// The same for the clean-up, for the drill, and for the push.
  std::string cleanup_ping_url;
  std::string drill_ping_url;
  std::string push_ping_url;
  /// A command that runs longer is killed.
  std::chrono::seconds command_time_limit = std::chrono::hours(1);
};

}  // namespace mongokeep
