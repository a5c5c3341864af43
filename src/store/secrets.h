#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mongokeep/redactor.h"

namespace mongokeep::store {

/// What rclone is given and its messages must not show: the values of its configuration file, of which this is the text
/// (rclone_config_text), and of RCLONE_CONFIG_…
/// and AWS_… or AZURE_… variables, whose names say that they are secret.
Redactor secrets_of(std::string_view config, const std::vector<std::string>& environment);

}  // namespace mongokeep::store
