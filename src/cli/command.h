#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings/setting_table.h"
#include "cli/settings/settings.h"
#include "cli/stop_signals.h"
#include "cli/terminal/console.h"
#include "mongokeep/clock.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

/// The result of a command that did not throw. `main` turns it into an exit code.
enum class Outcome {
  done,
  partial,  ///< published, but something in it failed
  damaged,  ///< the same, and a backup was found damaged
};

inline Outcome done_or_partial(bool is_whole) {
  return is_whole ? Outcome::done : Outcome::partial;
}

/// An end of a command that was told where it happened, as a task's is: `main` makes an exit code of it, and the error
/// of a JSON answer.
struct AlreadyTold {
  Error error;
};

/// Everything that a command needs beside its settings; `main` owns it.
struct Surroundings {
  Console& console;
  StopSignals& signals;
  Clock clock;
  /// The command line, behind the command's name.
  const std::vector<std::string>& words;
  /// The settings anew: the same flags and environment, the files as they are now. Throws as load_settings() does.
  std::function<Settings()> reload;
  /// Set by a command that changes something once it has done so: how it ends, whatever keeps it from telling.
  std::optional<Outcome> done = std::nullopt;
};

/// An example in the help.
struct Example {
  std::string_view line;
  std::string_view meaning;
};

/// An exit code that a command can end with.
struct ExitCode {
  std::string_view code;
  std::string_view meaning;
};

/// One command of the program: its help, its settings and its function.
struct Command {
  std::string_view name;
  std::string_view summary;      ///< continues the name, in the list of commands
  std::string_view arguments;    ///< in the usage line, after the name
  std::string_view description;  ///< paragraphs, separated by a blank line
  std::vector<SettingGroup> groups;
  std::vector<Example> examples;
  std::vector<ExitCode> exit_codes;
  /// Whether it begins with warnings of what lets others in (exposure_warnings.h): it makes, changes or reads backups.
  bool warns_of_exposure = false;
  /// Whether it reaches stores wherever there are some, and not only where a word names one.
  bool always_uses_stores = false;
  /// Prints results on the console, logs there, throws Error or AlreadyTold.
  Outcome (*run)(const Settings&, Surroundings&);
};

}  // namespace mongokeep::cli
