#include <unistd.h>

#include <string>
#include <vector>

#include "cli/help.h"
#include "cli/large_blocks.h"
#include "cli/process_secrecy.h"
#include "cli/program.h"
#include "cli/standard_streams.h"
#include "cli/stop_signals.h"
#include "cli/terminal/console.h"
#include "mongokeep/clock.h"
#include "mongokeep/error.h"

namespace {

using namespace mongokeep;

/// As docs/reference.md has them; the help of each command lists its own.
int exit_code(ErrorKind kind, const cli::StopSignals& signals) {
  switch (kind) {
    case ErrorKind::usage:
    case ErrorKind::configuration: return 2;
    case ErrorKind::server:
    case ErrorKind::invalid_data:
    case ErrorKind::storage: return 1;
    case ErrorKind::damaged:
    case ErrorKind::sealed: return 4;
    case ErrorKind::locked: return 5;
    // Who waits for a server that does not answer learns of a stop by having waited.
    case ErrorKind::connection:
    case ErrorKind::stopped: return signals.received() == 0 ? 1 : 128 + signals.received();
  }
  return 1;
}

int exit_code(cli::Outcome outcome) {
  return outcome == cli::Outcome::partial ? 3 : 0;
}

}  // namespace

int main(int argument_count, char** arguments) {
  cli::open_standard_streams();
  cli::return_large_blocks();
  const std::vector<std::string> words(arguments + (argument_count > 0 ? 1 : 0), arguments + argument_count);
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
  cli::hide_secrets(argument_count, arguments, environ);

  cli::StopSignals signals;
  cli::Console console(system_clock());
  try {
    if (words.empty()) {
      console.print(cli::program_help());
      return exit_code(ErrorKind::usage, signals);
    }
    return exit_code(cli::run_program(words, environment, console, signals));
  } catch (const cli::AlreadyTold& end) {
    return exit_code(end.kind, signals);
  } catch (const Error& error) {
    console.report(error);
    return exit_code(error.kind(), signals);
  } catch (const std::exception& error) {
    console.report(Error(ErrorKind::storage, "go on", "", error.what()));
    return 1;
  }
}
