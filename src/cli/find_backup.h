#pragma once

#include <filesystem>
#include <string>

#include "cli/command.h"

namespace mongokeep::cli {

/// The folder of the backup that the command line names, as archive::find_backup() finds it. The log tells of newer
/// ones that `latest` is not.
std::filesystem::path find_backup(const Settings& settings, Surroundings& surroundings);

/// What to do where none is named.
std::string name_one_hint(const Settings& settings);

}  // namespace mongokeep::cli
