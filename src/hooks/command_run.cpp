#include "hooks/command_run.h"

namespace mongokeep::hooks {

process::RunOutcome run_command(const Command& command, const process::RunLimits& limits, const std::stop_token& stop) {
  const process::ChildOrders orders{.name = "a hook's command",
                                    .words = {"/bin/sh", "-c", command.text},
                                    .environment = command.environment,
                                    .input = command.input,
                                    .tie = process::Tie::loose};
  return process::run_child(orders, {.streams = process::Streams::joined}, limits, stop);
}

}  // namespace mongokeep::hooks
