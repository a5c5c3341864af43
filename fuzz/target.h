#pragma once

#include <string_view>

namespace mongokeep::fuzz {

/// What a target is: does with the input what the program does with such bytes from outside, and ends the process where
/// that breaks a promise (require.h). Gets the inputs one after the other, and keeps nothing of them.
void check_input(std::string_view input);

}  // namespace mongokeep::fuzz
