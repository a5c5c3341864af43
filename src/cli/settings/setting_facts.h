#pragma once

#include <optional>
#include <string>

#include "cli/settings/setting_table.h"

namespace mongokeep::cli {

// What can be said of a setting beyond its names, each read from the one place that tells it: the default from the end
// of the help's sentence, the allowed values from what refuses others.

/// The default in words, without the full stop: `90`, "every day at 3:00"; nothing where the help names none.
std::optional<std::string> default_text(const Setting& setting);

/// The help without its sentence about the default.
std::string purpose(const Setting& setting);

/// What values it takes: "a whole number from 1 to 36500", "true or false", "one of `none`, `zstd`".
std::string allowed_values(const Setting& setting);

/// Lines of a configuration file that set it, a table's heading included. For a setting with a key.
std::string example_lines(const Setting& setting);

}  // namespace mongokeep::cli
