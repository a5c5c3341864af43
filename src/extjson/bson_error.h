#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mongokeep::extjson {

/// Throws Error{invalid_data}: bytes from outside are not BSON. `offset` counts from the document's first byte;
/// `path` holds the keys that lead to the place, NUL-terminated each, and may be empty.
[[noreturn, gnu::cold]] void throw_invalid_bson(std::size_t offset, std::span<const std::uint8_t* const> path,
                                                std::string_view cause);

}  // namespace mongokeep::extjson
