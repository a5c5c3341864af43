#include "cli/exit_codes.h"

#include "cli/help.h"

namespace mongokeep::cli {

const std::vector<ExitCode>& all_exit_codes() {
  static const std::vector<ExitCode> codes = {
      {"0", "all is well"},
      {"1", "failed: nothing was published; the server, the disk or the network is in the way"},
      {"2", "wrong usage or configuration; nothing was done"},
      {"3", "partial, different, or not there: the result says what"},
      {"4", "damage was found, or the backup was not proven"},
      {"5", "another run holds the lock"},
      {"129", "stopped by SIGHUP: the terminal has gone"},
      {"130, 143", "stopped by SIGINT, SIGTERM"},
  };
  return codes;
}

int exit_code(ErrorKind kind, int signal) {
  switch (kind) {
    case ErrorKind::usage:
    case ErrorKind::configuration: return 2;
    case ErrorKind::server:
    case ErrorKind::invalid_data:
    case ErrorKind::storage: return 1;
    case ErrorKind::missing: return 3;
    case ErrorKind::damaged:
    case ErrorKind::sealed: return 4;
    case ErrorKind::locked: return 5;
    // Who waits for a server that does not answer learns of a stop by having waited.
    case ErrorKind::connection:
    case ErrorKind::stopped: return signal == 0 ? 1 : 128 + signal;
  }
  return 1;
}

int exit_code(Outcome outcome) {
  return outcome == Outcome::partial ? 3 : 0;
}

std::string exit_codes_help() {
  return "Exit codes of every command:\n" + code_list(all_exit_codes()) + "\n" + help_paragraph(exit_codes_note());
}

std::string_view exit_codes_note() {
  return "Treat a code that you do not know as a failure. `mongokeep COMMAND --help` says what each code means for one "
         "command.";
}

}  // namespace mongokeep::cli
