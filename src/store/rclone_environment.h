#pragma once

#include <string>
#include <vector>

namespace mongokeep::store {

/// The environment of rclone, as `NAME=value`: of ours what it needs to find its configuration, its
/// credentials and its way to the network. None of our own settings, and none of the variables that change what
/// rclone's commands do (`RCLONE_DRY_RUN`).
std::vector<std::string> rclone_environment(const std::vector<std::string>& ours);

/// The process's own, all of it.
std::vector<std::string> process_environment();

}  // namespace mongokeep::store
