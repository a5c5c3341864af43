#include <unistd.h>

#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "cli/allocator.h"
#include "cli/exit_codes.h"
#include "cli/final_answer.h"
#include "cli/help.h"
#include "cli/process_secrecy.h"
#include "cli/program.h"
#include "cli/standard_streams.h"
#include "cli/stop_signals.h"
#include "cli/terminal/console.h"
#include "mongokeep/clock.h"
#include "mongokeep/error.h"

using namespace mongokeep;

namespace {

/// How the program has ended, for whoever started it.
struct End {
  int exit_code;
  std::optional<Error> error;
};

End end_of(const Error& error, const cli::StopSignals& signals) {
  return {cli::exit_code(error.kind(), signals.received()), error};
}

End run(const std::vector<std::string>& words, const std::vector<std::string>& environment, cli::Console& console,
        cli::StopSignals& signals) {
  try {
    if (words.empty()) {
      console.print(cli::program_help());
      return {cli::exit_code(ErrorKind::usage, 0), std::nullopt};
    }
    return {cli::exit_code(cli::run_program(words, environment, console, signals)), std::nullopt};
  } catch (const cli::AlreadyTold& end) {
    return end_of(end.error, signals);
  } catch (const Error& error) {
    console.report(error);
    return end_of(error, signals);
  } catch (const std::exception& error) {
    const Error unexpected(ErrorKind::storage, "continue", "", error.what());
    console.report(unexpected);
    return end_of(unexpected, signals);
  }
}

int run_whole(int argument_count, char** arguments) {
  cli::open_standard_streams();
  cli::bound_allocator();
  const std::vector<std::string> words(arguments + (argument_count > 0 ? 1 : 0), arguments + argument_count);
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
  cli::hide_secrets(argument_count, arguments, environ);

  cli::StopSignals signals;
  cli::Console console(system_clock());
  signals.set_farewell([&](int signal) { cli::print_farewell(console, signal); });
  const End end = run(words, environment, console, signals);
  return cli::print_answer(console, end.error, end.exit_code);
}

}  // namespace

int main(int argument_count, char** arguments) {
  try {
    return run_whole(argument_count, arguments);
  } catch (const std::exception& error) {
    // Before there is a console to tell it, or when there is no memory even for that.
    std::fprintf(stderr, "mongokeep: %s\n", error.what());
    return cli::exit_code(ErrorKind::storage, 0);
  }
}
