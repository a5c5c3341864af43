#include "hooks/program_word.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace mongokeep::hooks {

namespace {

constexpr std::string_view blanks = " \t\n";
constexpr std::string_view special = "\"'`$\\*?[]{}()<>|&;~!#";

/// Of dash and bash, those that a line may well begin with.
constexpr auto shell_words = std::to_array<std::string_view>(
    {".",    ":",    "alias", "bg",   "cd",    "command", "echo",   "eval",  "exec",   "exit",  "export", "false",
     "for",  "if",   "case",  "kill", "local", "printf",  "pwd",    "read",  "return", "set",   "shift",  "source",
     "test", "time", "times", "trap", "true",  "type",    "ulimit", "umask", "unset",  "until", "wait",   "while"});

bool is_assignment(std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0) return false;
  const std::string_view name = word.substr(0, equals);
  return std::all_of(name.begin(), name.end(), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

bool is_executable_file(const std::string& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::optional<std::string> program_word(std::string_view command) {
  while (true) {
    const std::size_t begin = command.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return std::nullopt;
    command.remove_prefix(begin);
    const std::string_view word = command.substr(0, command.find_first_of(blanks));
    // "true;" and "a&&b" too: where the word ends is for a shell to say.
    if (word.find_first_of(special) != std::string_view::npos) return std::nullopt;
    if (!is_assignment(word)) {
      const bool is_shells_own = std::find(shell_words.begin(), shell_words.end(), word) != shell_words.end();
      return is_shells_own ? std::nullopt : std::optional<std::string>(word);
    }
    command.remove_prefix(word.size());
  }
}

bool is_program(const std::string& word, std::string_view search_path) {
  if (word.find('/') != std::string::npos) return is_executable_file(word);
  while (!search_path.empty()) {
    const std::size_t end = std::min(search_path.find(':'), search_path.size());
    const std::string folder(search_path.substr(0, end));
    search_path.remove_prefix(std::min(end + 1, search_path.size()));
    if (is_executable_file((folder.empty() ? "." : folder) + "/" + word)) return true;
  }
  return false;
}

}  // namespace mongokeep::hooks
