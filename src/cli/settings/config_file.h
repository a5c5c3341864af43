#pragma once

#include <string>
#include <string_view>

#include "cli/settings/given_values.h"

namespace mongokeep::cli {

/// The settings that a TOML file gives, each with its line.
/// Throws Error{configuration} that names file, line and key for a file that is not TOML, a key that is not known
/// (with the nearest one that is) and a value of another type than its key takes.
GivenValues read_config_file(const std::string& path);

/// The same for a text; `path` names it in errors.
GivenValues parse_config(std::string_view text, const std::string& path);

}  // namespace mongokeep::cli
