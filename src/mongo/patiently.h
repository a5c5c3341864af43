#pragma once

#include <utility>

#include "base/patience.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

/// Does the action, which only asks, and again when the connection fails, as long as there is patience. Each failure of
/// the connection is told to `on_break`.
template <typename Action, typename OnBreak>
auto patiently(Patience& patience, Action action, OnBreak on_break) {
  while (true) {
    try {
      return action();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::connection) throw;
      on_break(error);
      if (!patience.wait()) throw;
    }
  }
}

template <typename Action>
auto patiently(Patience& patience, Action action) {
  return patiently(patience, std::move(action), [](const Error&) {});
}

}  // namespace mongokeep::mongo
