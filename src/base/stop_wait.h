#pragma once

#include <chrono>
#include <stop_token>

namespace mongokeep {

/// Waits for the time, or until the token is told to stop. Returns whether the whole time was waited.
bool wait_unless_stopped(const std::stop_token& stop, std::chrono::milliseconds time);

/// Throws Error{stopped} when the token was told to stop.
void throw_if_stopped(const std::stop_token& stop);

}  // namespace mongokeep
