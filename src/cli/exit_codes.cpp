#include "cli/exit_codes.h"

#include "cli/help.h"

namespace mongokeep::cli {

const std::vector<ExitCode>& all_exit_codes() {
  static const std::vector<ExitCode> codes = {
      {"0", "success"},
      {"1", "failed, and nothing was published: see the error about the server, disk or network"},
      {"2", "wrong usage or configuration; nothing was done"},
      {"3", "partial, different, or missing: the result says which"},
      {"4", "the backup is damaged, no key opens it, or a drill did not prove it"},
      {"5", "another run has the lock"},
      {"129", "stopped by SIGHUP (the terminal was closed)"},
      {"130, 143", "stopped by SIGINT or SIGTERM"},
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
  switch (outcome) {
    case Outcome::done: return 0;
    case Outcome::partial: return 3;
    case Outcome::damaged: return exit_code(ErrorKind::damaged, 0);
  }
  return 1;
}

std::string exit_codes_help() {
  return "Exit codes of every command:\n" + code_list(all_exit_codes()) + "\n" + help_paragraph(exit_codes_note());
}

std::string_view exit_codes_note() {
  return "Treat a code that you do not know as a failure. `mongokeep COMMAND --help` says what each code means for one "
         "command.";
}

}  // namespace mongokeep::cli
