#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "cli/settings/given_values.h"

namespace mongokeep::cli {

/// Where settings have come from, for a person who wonders.
struct SettingSources {
  std::string config_file;  ///< empty: none
  std::size_t in_file = 0;  ///< settings that stand there
  std::size_t in_environment = 0;
  /// What was given and does not count, since a stronger source gives something else: "keep.toml:3: root gives way to
  /// MONGOKEEP_ROOT".
  std::vector<std::string> overruled;
  /// Files that hold a password, or an address that is a secret.
  std::vector<std::string> secret_files;
};

/// `used`: what is gone by. `given`: what flags, environment and file say, each by itself, strongest first.
SettingSources sources_of(const GivenValues& used, const std::array<GivenValues, 3>& given);

}  // namespace mongokeep::cli
