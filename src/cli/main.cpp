#include <unistd.h>

#include <string>
#include <vector>

#include "cli/exit_codes.h"
#include "cli/help.h"
#include "cli/large_blocks.h"
#include "cli/process_secrecy.h"
#include "cli/program.h"
#include "cli/standard_streams.h"
#include "cli/stop_signals.h"
#include "cli/terminal/console.h"
#include "mongokeep/clock.h"
#include "mongokeep/error.h"

using namespace mongokeep;

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
      return cli::exit_code(ErrorKind::usage, 0);
    }
    return cli::exit_code(cli::run_program(words, environment, console, signals));
  } catch (const cli::AlreadyTold& end) {
    return cli::exit_code(end.kind, signals.received());
  } catch (const Error& error) {
    console.report(error);
    return cli::exit_code(error.kind(), signals.received());
  } catch (const std::exception& error) {
    console.report(Error(ErrorKind::storage, "go on", "", error.what()));
    return 1;
  }
}
