#pragma once

#include <string>

namespace mongokeep::packaging {

/// The man page mongokeep(1), in roff with the `man` macros: ASCII only, without a date, so that the same sources give
/// the same page.
std::string man_page();

}  // namespace mongokeep::packaging
