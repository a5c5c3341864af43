#pragma once

#include <optional>

#include "mongokeep/error.h"

namespace mongokeep::fuzz {

/// Ends the process, which libFuzzer takes for a finding, unless the promise is kept.
void require(bool is_kept, const char* promise);

/// What `step` gives; nothing where it refuses with an Error of this kind. Any other ends the process.
template <typename Step>
auto unless_refused(ErrorKind kind, const Step& step) -> std::optional<decltype(step())> {
  try {
    return step();
  } catch (const Error& error) {
    require(error.kind() == kind, error.what());
    return std::nullopt;
  }
}

}  // namespace mongokeep::fuzz
