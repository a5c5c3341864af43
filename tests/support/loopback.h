#pragma once

#include <cstdint>

#include "base/files/unique_fd.h"

namespace mongokeep::test {

// Sockets on 127.0.0.1. All throw std::runtime_error.

/// Listens without blocking; port 0 takes a free one.
UniqueFd listen_on_loopback(std::uint16_t port);
/// The port that the socket is bound to.
std::uint16_t port_of(const UniqueFd& socket);
/// A connection to the port, or an empty one where nobody listens.
UniqueFd connect_to_loopback(std::uint16_t port);
/// A port on which nobody listens: it was free a moment ago.
std::uint16_t unused_port();

}  // namespace mongokeep::test
