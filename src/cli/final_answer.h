#pragma once

#include <exception>
#include <optional>

#include "cli/terminal/console.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

/// Prints the answer of a command that has ended so, where JSON is wanted, and says what the program ends with:
/// `exit_code`, unless the answer was all that the command was for and could not be printed.
int print_answer(Console& console, const std::optional<Error>& error, int exit_code);

/// The same for a process that a signal ends in the middle of it: nothing but the error, and only where the standard
/// output takes it at once. From any thread.
void print_farewell(Console& console, int signal);

/// Says on the standard error that something stands of which not everything could be told. Throws nothing.
void warn_of_untold(Console& console, const std::exception& reason);

}  // namespace mongokeep::cli
