#pragma once

#include <array>
#include <string_view>

namespace mongokeep::cli {

/// How the environment's entries with connection strings begin.
inline constexpr std::array<std::string_view, 3> uri_entries = {
    "MONGOKEEP_URI=", "MONGOKEEP_AGAINST=", "MONGOKEEP_DRILL_URI="};

/// Overwrites the secrets of connection strings in the program's arguments and environment where the kernel keeps them,
/// so that `ps` and /proc/…/cmdline do not show them. Call it once everything has been copied.
void hide_secrets(int argument_count, char** arguments, char** environment);

/// Keeps the process's memory out of core files and away from debuggers of the same user.
void forbid_core_files();

}  // namespace mongokeep::cli
