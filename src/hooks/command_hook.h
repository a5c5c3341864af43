#pragma once

#include <stop_token>
#include <string>

#include "hooks/command_run.h"
#include "hooks/hook_log.h"
#include "hooks/notice.h"

namespace mongokeep::hooks {

/// Runs the shell command with the report and a line feed on its standard input, and logs how it went, with the end of
/// what it printed. Throws Error{storage} when it cannot be started.
void tell_command(const std::string& command, const Notice& notice, const HookLog& log,
                  const process::RunLimits& limits, const std::stop_token& stop);

}  // namespace mongokeep::hooks
