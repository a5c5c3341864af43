#pragma once

#include <string_view>

#include "archive/stored_backup.h"

namespace mongokeep::cli {

/// The word for a standing, the same in tables and in JSON: "complete", "legacy", …
std::string_view standing_text(archive::Standing standing);

}  // namespace mongokeep::cli
