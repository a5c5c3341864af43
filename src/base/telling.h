#pragma once

#include <exception>

namespace mongokeep {

/// Calls `tell`, which says what has been done. Whatever keeps it from being said, want of memory before all, must not
/// make a failure of the deed: `warn` is given the reason, as what() has it, and may fail in its turn.
template <typename Tell, typename Warn>
void tell_what_is_done(Tell tell, Warn warn) {
  try {
    tell();
  } catch (const std::exception& error) {
    try {
      warn(error.what());
    } catch (const std::exception&) {
      // There is no memory even for that. The deed stands, and so does the result that says so.
      return;
    }
  }
}

}  // namespace mongokeep
