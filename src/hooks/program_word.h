#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mongokeep::hooks {

/// The program that a shell command begins with: its first word, behind assignments. Nothing where that takes a shell
/// to tell: quotes, expansions, a word of the shell's own.
std::optional<std::string> program_word(std::string_view command);

/// Whether this user could run it: a path as it is, a name by the folders of `search_path` (as $PATH).
bool is_program(const std::string& word, std::string_view search_path);

}  // namespace mongokeep::hooks
