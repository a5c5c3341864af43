#pragma once

#include <string>
#include <string_view>

#include "base/files/directory.h"

namespace mongokeep {

/// Writes the text to a file of this name, in place of the one that may be there: whatever happens meanwhile, a reader
/// finds the old text or the new one, whole. The new one is on the disk on return. Throws Error{storage}.
void replace_file(const Directory& folder, const std::string& name, std::string_view text);

}  // namespace mongokeep
