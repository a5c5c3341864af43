#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mongokeep {

/// 1234567 → "1,234,567".
std::string count_text(std::uint64_t count);

/// "1 document", "2 documents", "1,234 documents", "2 indexes"; `noun` is one that takes an s, or es after x.
std::string counted(std::uint64_t count, std::string_view noun);

}  // namespace mongokeep
