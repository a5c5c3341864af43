#pragma once

#include <optional>

#include "mongokeep/error.h"

namespace mongokeep::restore {

/// Why the server does not do what `ask` asks of it; nothing when it has. Throws what is no refusal.
template <typename Ask>
std::optional<Error> refusal_of(Ask ask) {
  try {
    ask();
    return std::nullopt;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::server) throw;
    return error;
  }
}

}  // namespace mongokeep::restore
