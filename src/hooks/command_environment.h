#pragma once

#include <string>
#include <vector>

#include "hooks/notice.h"

namespace mongokeep::hooks {

/// The environment of a hook's command, as `NAME=value`: ours (`environ`) but for the settings that hold secrets
/// (MONGOKEEP_URI, MONGOKEEP_DRILL_URI, MONGOKEEP_AGAINST, the same with _FILE, MONGOKEEP_HOOKS_*), RCLONE_*, and of
/// AWS_* and AZURE_* those that are secret, which may be the keys of a store; and MKHOOK_TASK (`backup`, `cleanup`,
/// `drill`, `push`) and MKHOOK_EVENT (`success`, `failure`). Those two are not called MONGOKEEP_*: every such name is a
/// setting, and the command may itself be a mongokeep that would complain.
std::vector<std::string> command_environment(const char* const* ours, const Notice& notice);

}  // namespace mongokeep::hooks
