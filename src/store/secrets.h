#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mongokeep/redactor.h"

namespace mongokeep::store {

/// What rclone is given and its messages must not show: the values of its configuration file, and of RCLONE_CONFIG_…
/// and AWS_… or AZURE_… variables, whose names say that they are secret. A file that cannot be read is rclone's to tell
/// of.
Redactor secrets_of(const std::filesystem::path& config, const std::vector<std::string>& environment);

}  // namespace mongokeep::store
