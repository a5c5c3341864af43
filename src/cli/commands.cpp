#include "cli/commands.h"

#include <fmt/format.h>

#include <string>

#include "base/text/nearest_name.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

Command backup_command();
Command list_command();
Command show_command();
Command cat_command();
Command verify_command();
Command restore_command();
Command rewrap_command();
Command keygen_command();
Command health_command();
Command check_command();
Command push_command();
Command pull_command();
Command stores_command();
Command cleanup_command();
Command run_command();
Command version_command();

const std::vector<Command>& all_commands() {
  static const std::vector<Command> commands = {
      backup_command(),  list_command(),   show_command(),   cat_command(),     verify_command(), restore_command(),
      cleanup_command(), run_command(),    check_command(),  health_command(),  push_command(),   pull_command(),
      stores_command(),  keygen_command(), rewrap_command(), version_command(),
  };
  return commands;
}

const Command& command_named(std::string_view name) {
  std::vector<std::string> names;
  for (const Command& command : all_commands()) {
    if (command.name == name) return command;
    names.emplace_back(command.name);
  }
  const auto nearest = nearest_name(name, names);
  throw Error(ErrorKind::usage, "run the command", std::string(name), "there is no such command",
              nearest ? fmt::format("Did you mean {}?", *nearest) : "`mongokeep help` lists the commands");
}

}  // namespace mongokeep::cli
