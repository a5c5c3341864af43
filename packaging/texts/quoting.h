#pragma once

#include <string>
#include <string_view>

namespace mongokeep::packaging {

/// The text as one word of a POSIX shell, bash or zsh, whatever it holds.
std::string shell_quoted(std::string_view text);

/// The text as one word of fish, whatever it holds.
std::string fish_quoted(std::string_view text);

/// The text as part of a specification that zsh's `_arguments` and `_describe` take apart at colons and brackets.
/// Not quoted yet for the shell.
std::string zsh_spec_text(std::string_view text);

/// The text as roff shows it, character by character, in the middle of a line or at its start, and also in a macro's
/// quoted argument. The result is ASCII; what is not UTF-8 becomes U+FFFD.
std::string roff_text(std::string_view text);

/// The same for prose, in which what stands between `backquotes` is shown in bold.
std::string roff_prose(std::string_view text);

}  // namespace mongokeep::packaging
