#pragma once

#include <string>

namespace mongokeep {

/// Removes all that is in an open folder: links themselves, never what they lead to. Takes one descriptor more for the
/// folders in it (two for those deeper down), however deep they are, and hardly any memory: it has to work where both
/// have run out. `path` is told in errors. Throws Error{storage}; the rest stays then.
void remove_contents(int folder, std::string path);

}  // namespace mongokeep
