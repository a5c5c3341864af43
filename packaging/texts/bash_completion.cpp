#include "bash_completion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "cli/commands.h"
#include "quoting.h"
#include "table_words.h"

namespace mongokeep::packaging {

namespace {

constexpr std::string_view opening =
    R"bash(# bash completion for mongokeep, made from its own tables of commands and settings.

_mongokeep_paths() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen "$1" -- "$2")
}

_mongokeep_words() {
  local candidate
  for candidate in "${@:2}"; do
    [[ $candidate != "$1"* ]] || COMPREPLY+=("$candidate")
  done
}

# The backups' names under the root that the command line or the environment names.
_mongokeep_backups() {
  local root=${MONGOKEEP_ROOT:-backup} folder i
  local -a names=(latest)
  for ((i = 2; i < COMP_CWORD; ++i)); do
    [[ ${COMP_WORDS[i]} == --root ]] || continue
    root=${COMP_WORDS[i + 1]}
    [[ $root != = ]] || root=${COMP_WORDS[i + 2]}
  done
  for folder in "${root/#~\//$HOME/}"/[0-9]*/; do
    [[ ! -d $folder ]] || names+=("$(basename "$folder")")
  done
  _mongokeep_words "$1" "${names[@]}"
  [[ ${#COMPREPLY[@]} -gt 0 ]] || _mongokeep_paths -d "$1"
}

_mongokeep() {
  local command=${COMP_WORDS[1]} word=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  # The sign in --flag=value is a word of its own.
  if [[ $word == = ]]; then
    word=
  elif [[ $flag == = ]]; then
    flag=${COMP_WORDS[COMP_CWORD - 2]}
  fi
)bash";

constexpr std::string_view ending = R"(}

complete -F _mongokeep mongokeep
)";

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const cli::Command& command : cli::all_commands()) names.push_back(shell_quoted(command.name));
  return names;
}

std::string first_word() {
  return fmt::format(R"(  if [[ $COMP_CWORD -eq 1 ]]; then
    _mongokeep_words "$word" {0} {1} {2} {3}
    return
  fi
  if [[ $command == {1} ]]; then
    [[ $COMP_CWORD -gt 2 ]] || _mongokeep_words "$word" {0} {4}
    return
  fi
)",
                     fmt::join(command_names(), " "), help_word.name, help_flag.name, version_flag.name,
                     exit_codes_word.name);
}

std::string offering(const cli::Setting& setting) {
  switch (offer_for(setting)) {
    case Offer::words: {
      std::vector<std::string> words;
      for (const std::string& word : cli::choices(setting)) words.push_back(shell_quoted(word));
      return fmt::format("_mongokeep_words \"$word\" {}; ", fmt::join(words, " "));
    }
    case Offer::files: return "_mongokeep_paths -f \"$word\"; ";
    case Offer::folders: return "_mongokeep_paths -d \"$word\"; ";
    case Offer::backups: return "_mongokeep_backups \"$word\"; ";
    case Offer::nothing:
    case Offer::unknown: break;
  }
  return "";
}

/// What follows the flags that take a value; the same for every command, since a name has one meaning only.
std::string values_of_flags() {
  std::string text = "  case $flag in\n";
  for (const cli::Setting& setting : cli::all_settings()) {
    const std::vector<std::string> names = dashed_names(setting);
    if (names.empty() || offer_for(setting) == Offer::nothing) continue;
    text += fmt::format("    {}) {}return ;;\n", fmt::join(names, " | "), offering(setting));
  }
  return text + "  esac\n";
}

std::string case_of(const cli::Command& command) {
  std::vector<std::string> flags;
  std::string bare_words;
  for (const cli::Setting* setting : settings_of(command)) {
    for (const std::string& name : dashed_names(*setting)) flags.push_back(name);
    if (is_bare_word(*setting)) bare_words += offering(*setting);
  }
  std::string text = fmt::format("    {})\n", shell_quoted(command.name));
  if (bare_words.empty()) {
    text += fmt::format("      _mongokeep_words \"$word\" {}\n", fmt::join(flags, " "));
  } else {
    text += fmt::format("      if [[ $word == -* ]]; then _mongokeep_words \"$word\" {}; else {}fi\n",
                        fmt::join(flags, " "), bare_words);
  }
  return text + "      ;;\n";
}

}  // namespace

std::string bash_completion() {
  std::string text(opening);
  text += first_word() + values_of_flags() + "  case $command in\n";
  for (const cli::Command& command : cli::all_commands()) text += case_of(command);
  text += "  esac\n";
  return text + std::string(ending);
}

}  // namespace mongokeep::packaging
