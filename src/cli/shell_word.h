#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mongokeep::cli {

/// The text as one word of a shell's command line, quoted where it has to be; nothing where it has control characters,
/// which cannot be pasted.
std::optional<std::string> shell_word(std::string_view text);

}  // namespace mongokeep::cli
