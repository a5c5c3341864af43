#include "fish_completion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/commands.h"
#include "quoting.h"
#include "table_words.h"

namespace mongokeep::packaging {

namespace {

constexpr std::string_view opening =
    R"(# fish completion for mongokeep, made from its own tables of commands and settings.

# Whether the command that was typed is this one; without an argument, whether there is none yet.
function __mongokeep_command_is
    set --local words (commandline --tokenize --cut-at-cursor --current-process)
    test "$words[2]" = "$argv[1]"
end

# The backups' names under the root that the command line or the environment names.
function __mongokeep_backups
    set --local root backup
    set --query MONGOKEEP_ROOT; and set root $MONGOKEEP_ROOT
    set --local words (commandline --tokenize --cut-at-cursor --current-process)
    for i in (seq (count $words))
        switch $words[$i]
            case --root
                set root $words[(math $i + 1)]
            case '--root=*'
                set root (string replace -- --root= '' $words[$i])
        end
    end
    printf '%s\tThe newest complete backup\n' latest
    for folder in $root/*/
        string match --regex --groups-only '^([0-9].*)$' (basename $folder)
    end
    __mongokeep_folders
end

# Folders that go on from what was typed: behind the `=` where there is one, as some versions of fish do by themselves.
function __mongokeep_folders
    __fish_complete_directories (commandline --current-token | string replace --regex -- '^--[^=]*=' '')
end

complete --command mongokeep --no-files
)";

std::string line(std::string_view condition, const std::string& what, std::string_view help) {
  return fmt::format("complete -c mongokeep -n {} {} -d {}\n", fish_quoted(condition), what, fish_quoted(help));
}

std::string names(const cli::Setting& setting) {
  std::string text;
  for (const std::string& name : dashed_names(setting)) {
    if (!text.empty()) text += ' ';
    text += name.starts_with("--") ? "-l " + name.substr(2) : "-s " + name.substr(1);
  }
  return text;
}

std::string offering(const cli::Setting& setting) {
  switch (offer_for(setting)) {
    case Offer::nothing: return "";
    case Offer::unknown: return "-x";
    case Offer::words: return "-x -a " + fish_quoted(fmt::format("{}", fmt::join(cli::choices(setting), " ")));
    case Offer::files: return "-r -F";
    case Offer::folders: return "-x -a '(__mongokeep_folders)'";
    case Offer::backups: return "-x -a '(__mongokeep_backups)'";
  }
  return "";
}

std::string lines_of(const cli::Command& command) {
  std::string text = "\n" + line("__mongokeep_command_is", "-a " + fish_quoted(command.name), command.summary);
  text += line(fmt::format("__mongokeep_command_is {}", help_word.name), "-a " + fish_quoted(command.name),
               command.summary);
  const std::string condition = fmt::format("__mongokeep_command_is {}", fish_quoted(command.name));
  for (const cli::Setting* setting : settings_of(command)) {
    const std::string flags = names(*setting);
    if (!flags.empty()) text += line(condition, fmt::format("{} {}", flags, offering(*setting)), short_help(*setting));
    if (is_bare_word(*setting) && offer_for(*setting) != Offer::unknown) {
      text += line(condition, offering(*setting), short_help(*setting));
    }
  }
  return text;
}

}  // namespace

std::string fish_completion() {
  std::string text(opening);
  text += line("__mongokeep_command_is", fmt::format("-a {}", help_word.name), help_word.help);
  text += line("__mongokeep_command_is", fmt::format("-s h -l {}", help_flag.name.substr(2)), help_flag.help);
  text += line("__mongokeep_command_is", fmt::format("-l {}", version_flag.name.substr(2)), version_flag.help);
  text += line(fmt::format("__mongokeep_command_is {}", help_word.name), fmt::format("-a {}", exit_codes_word.name),
               exit_codes_word.help);
  for (const cli::Command& command : cli::all_commands()) text += lines_of(command);
  return text;
}

}  // namespace mongokeep::packaging
