#pragma once

#include "base/patience.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

/// Does the action, which only asks, and again when the connection fails, as long as there is patience.
template <typename Action>
auto patiently(Patience& patience, Action action) {
  while (true) {
    try {
      return action();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::connection || !patience.wait()) throw;
    }
  }
}

}  // namespace mongokeep::mongo
