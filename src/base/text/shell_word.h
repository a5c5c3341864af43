#pragma once

#include <string>
#include <string_view>

namespace mongokeep {

/// The text as one word of a POSIX shell, for lines of a hint that are to be pasted; quoted only where it has to be.
std::string shell_word(std::string_view text);

/// Whether a line with this text in it can be pasted: it has no control characters.
bool can_be_pasted(std::string_view text);

}  // namespace mongokeep
