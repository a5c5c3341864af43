#include "hooks/command_hook.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <utility>
#include <vector>

#include "hooks/command_environment.h"

namespace mongokeep::hooks {

namespace {

using End = process::RunOutcome::End;

std::string problem_of(const process::RunOutcome& outcome, const process::RunLimits& limits) {
  const char* const ending = outcome.still_runs ? "it could not be stopped and is still running" : "it was stopped";
  switch (outcome.end) {
    case End::exit_code: return fmt::format("the command ended with exit code {}", outcome.number);
    case End::signal: return fmt::format("the command was killed by signal {}", outcome.number);
    case End::idle_limit:  // has none
    case End::time_limit:
      return fmt::format("the command took longer than {} s: {}", std::chrono::duration<double>(limits.time).count(),
                         ending);
    case End::stopped: return fmt::format("mongokeep was stopped during the command: {}", ending);
  }
  return "";
}

}  // namespace

void tell_command(const std::string& command, const Notice& notice, const HookLog& log,
                  const process::RunLimits& limits, const std::stop_token& stop) {
  if (stop.stop_requested()) return log.failed("the command was not run, because mongokeep is stopping");
  const process::RunOutcome outcome =
      run_command({command, command_environment(environ, notice), notice.report + "\n"}, limits, stop);
  std::vector<LogField> fields;
  if (outcome.end == End::exit_code) fields.push_back({"exitCode", std::int64_t{outcome.number}});
  if (outcome.end == End::signal) fields.push_back({"signal", std::int64_t{outcome.number}});
  if (!outcome.tail.empty()) fields.push_back({"output", outcome.tail});
  if (outcome.has_succeeded()) {
    log.succeeded(std::move(fields));
  } else {
    log.failed(problem_of(outcome, limits), std::move(fields));
  }
}

}  // namespace mongokeep::hooks
