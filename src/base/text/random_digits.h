#pragma once

#include <string>

namespace mongokeep {

/// So many hex digits, different on each call: for names that must not meet others. Throws std::exception where the
/// system has no randomness to give.
std::string random_digits(std::size_t count);

}  // namespace mongokeep
