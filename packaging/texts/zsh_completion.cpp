#include "zsh_completion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "cli/commands.h"
#include "quoting.h"
#include "table_words.h"

namespace mongokeep::packaging {

namespace {

constexpr std::string_view opening = R"(#compdef mongokeep
# zsh completion for mongokeep, made from its own tables of commands and settings.

# The backups' names under the root that the command line or the environment names.
_mongokeep_backups() {
  local root=${(Q)opt_args[--root]:-${MONGOKEEP_ROOT:-backup}}
  local -a names
  names=(latest ${~root}/[0-9]*(N/:t))
  _alternative 'backups:backup:compadd -a names' 'folders:folder:_path_files -/'
}

)";

constexpr std::string_view body = R"(_mongokeep() {
  local curcontext=$curcontext state state_descr line
  local -A opt_args
)";

/// "name:help" for `_describe`.
std::string described(std::string_view name, std::string_view help) {
  return shell_quoted(fmt::format("{}:{}", zsh_spec_text(name), help));
}

std::string commands_function() {
  std::string text = "_mongokeep_commands() {\n  local -a commands\n  commands=(\n";
  for (const cli::Command& command : cli::all_commands()) {
    text += fmt::format("    {}\n", described(command.name, command.summary));
  }
  text += fmt::format("    {}\n  )\n", described(help_word.name, help_word.help));
  return text + "  _describe -t commands command commands\n}\n\n";
}

std::string action(const cli::Setting& setting) {
  switch (offer_for(setting)) {
    case Offer::words: return fmt::format("({})", fmt::join(cli::choices(setting), " "));
    case Offer::files: return "_files";
    case Offer::folders: return "_path_files -/";
    case Offer::backups: return "_mongokeep_backups";
    case Offer::nothing:
    case Offer::unknown: break;
  }
  return " ";
}

std::string value_spec(const cli::Setting& setting) {
  return fmt::format(":{}:{}", zsh_spec_text(value_word(setting)), action(setting));
}

/// One specification for each name: the others of the same setting are out once one is there, unless it takes many.
std::vector<std::string> flag_specs(const cli::Setting& setting) {
  const std::vector<std::string> names = dashed_names(setting);
  const bool has_value = offer_for(setting) != Offer::nothing;
  std::vector<std::string> specs;
  for (const std::string& name : names) {
    const std::string prefix = cli::takes_many(setting) ? "*" : fmt::format("({})", fmt::join(names, " "));
    const std::string joint = !has_value ? "" : name.starts_with("--") ? "=" : "+";
    specs.push_back(shell_quoted(fmt::format("{}{}{}[{}]{}", prefix, name, joint, zsh_spec_text(short_help(setting)),
                                             has_value ? value_spec(setting) : "")));
  }
  return specs;
}

std::string case_of(const cli::Command& command) {
  std::string text = fmt::format("        {})\n          _arguments -s", shell_quoted(command.name));
  for (const cli::Setting* setting : settings_of(command)) {
    for (const std::string& spec : flag_specs(*setting)) text += " \\\n            " + spec;
    if (is_bare_word(*setting)) text += " \\\n            " + shell_quoted(":" + value_spec(*setting));
  }
  return text + "\n          ;;\n";
}

}  // namespace

std::string zsh_completion() {
  std::string text(opening);
  text += commands_function();
  text += body;
  text += fmt::format("  _arguments -C '(- *)'{{-h,{}}}{} {} '(-): :->command' '(-)*:: :->words'\n", help_flag.name,
                      shell_quoted(fmt::format("[{}]", help_flag.help)),
                      shell_quoted(fmt::format("(- *){}[{}]", version_flag.name, version_flag.help)));
  text += "  case $state in\n    command) _mongokeep_commands ;;\n    words)\n";
  text += "      curcontext=${curcontext%:*}-$words[1]:\n      case $words[1] in\n";
  text += fmt::format("        {}) [[ $CURRENT -gt 2 ]] || {{ compadd -- {}; _mongokeep_commands }} ;;\n",
                      help_word.name, exit_codes_word.name);
  for (const cli::Command& command : cli::all_commands()) text += case_of(command);
  return text + "      esac\n      ;;\n  esac\n}\n\n_mongokeep \"$@\"\n";
}

}  // namespace mongokeep::packaging
