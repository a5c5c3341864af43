#pragma once

#include <string>
#include <vector>

namespace mongokeep::store {

/// Which remotes' own variables (`RCLONE_CONFIG_NAME_…`) rclone gets: of one, of none (an empty name), or of all.
struct GivenRemotes {
  bool are_all = false;
  std::string name = {};
};

/// The environment of rclone, as `NAME=value`: of ours what it needs to find its configuration, its
/// credentials and its way to the network. None of our own settings, and none of the variables that change what
/// rclone's commands do (`RCLONE_DRY_RUN`).
std::vector<std::string> rclone_environment(const std::vector<std::string>& ours, const GivenRemotes& remotes);

/// The process's own, all of it.
std::vector<std::string> process_environment();

}  // namespace mongokeep::store
