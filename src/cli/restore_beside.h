#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mongokeep/restore_service.h"

namespace mongokeep::cli {

/// The command line that restores the same beside what is there, to paste into a shell. `words` are those behind
/// `restore`. A connection string with a secret becomes "$MONGOKEEP_URI". Nothing where there is no such line.
std::optional<std::string> line_beside(const std::vector<std::string>& words, const PlaceBeside& place);

}  // namespace mongokeep::cli
