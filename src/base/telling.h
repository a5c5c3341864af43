#pragma once

#include <exception>

namespace mongokeep {

/// What is said where something is done, and not all of it could be told.
inline constexpr const char* untold_warning = "Not all of what was done could be told";

/// Calls `tell`, which says what has been done. Whatever keeps it from being said, want of memory before all, must not
/// make a failure of the deed: `warn` is given the reason, as what() has it, and may fail in its turn.
template <typename Tell, typename Warn>
void tell_what_is_done(const Tell& tell, const Warn& warn) {
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

/// The same where nobody can be warned.
template <typename Tell>
void tell_what_is_done(const Tell& tell) {
  tell_what_is_done(tell, [](const char*) {});
}

}  // namespace mongokeep
