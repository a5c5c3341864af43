#pragma once

#include <string>
#include <string_view>

namespace mongokeep {

/// The text as one word of a POSIX shell, for lines of a hint that are to be pasted; quoted only where it has to be.
std::string shell_word(std::string_view text);

}  // namespace mongokeep
