#pragma once

#include "base/files/unique_fd.h"

namespace mongokeep::test {

/// A terminal of 120 columns and 40 rows: what a program sees, and the other side of it.
struct TerminalPair {
  UniqueFd ours;
  UniqueFd programs;
};

/// Opens one; as root also in a root without /dev/pts. Throws std::runtime_error.
TerminalPair open_terminal_pair();

}  // namespace mongokeep::test
