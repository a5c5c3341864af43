#pragma once

#include <string>
#include <string_view>

namespace mongokeep::store {

/// Whether a store said that its key has no right to do this.
bool is_refusal(std::string_view cause);

/// What to do about what rclone says of a store; empty where only a person can know.
std::string remedy_for(std::string_view cause);

}  // namespace mongokeep::store
