#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mongokeep::test {

/// What a call of rclone came to.
struct RcloneResult {
  int exit_code = -1;  ///< of a signal: -1
  std::string output;
  std::string error;
};

/// Runs rclone with a configuration file and nothing else of ours. It gives up soon: one attempt, three at each
/// request.
RcloneResult run_rclone(const std::filesystem::path& config, std::vector<std::string> arguments);

}  // namespace mongokeep::test
