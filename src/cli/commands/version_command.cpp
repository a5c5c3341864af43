#include <fmt/format.h>

#include <string>

#include "cli/command.h"
#include "cli/parts.h"
#include "mongokeep/version.h"

namespace mongokeep::cli {

namespace {

Json version_json() {
  Json parts = Json::array();
  for (const Part& part : all_parts()) {
    parts.push_back({{"name", part.name},
                     {"version", part.version},
                     {"origin", part.origin == Part::Origin::library ? "library" : "headers"}});
  }
  return {{"version", version()}, {"parts", std::move(parts)}};
}

std::string version_lines() {
  std::string text = fmt::format("mongokeep {}\n", version());
  for (const Part& part : all_parts()) {
    text += fmt::format("  {:<14} {}{}\n", part.name, part.version,
                        part.origin == Part::Origin::library ? "" : "  (at build time)");
  }
  return text;
}

Outcome run_version(const Settings& settings, Surroundings& surroundings) {
  if (settings.json) {
    surroundings.console.answer().give(version_json());
  } else {
    surroundings.console.print(version_lines());
  }
  return Outcome::done;
}

}  // namespace

Command version_command() {
  return {
      .name = "version",
      .summary = "Show the version of the program and its libraries",
      .arguments = "[OPTIONS]",
      .description =
          "Prints the program's version and the version of each library in it: the one in use now if the library "
          "reports it, otherwise the one that the program was built with. `mongokeep --version` prints the first line "
          "only.",
      .groups = {SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep version", ""},
                   {"mongokeep version --json | jq -r '.parts[] | .name + \" \" + .version'", "For a report."}},
      .exit_codes = {{"0", "shown"},
                     {"1", "the standard output cannot be written"},
                     {"2", "wrong usage or configuration"},
                     {"129", "stopped by SIGHUP (the terminal was closed)"},
                     {"130, 143", "stopped by SIGINT or SIGTERM"}},
      .run = run_version,
  };
}

}  // namespace mongokeep::cli
