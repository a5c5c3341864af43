#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

/// Every exit code of the program, in ascending order: the one table that help and man page show. What a command says
/// of its own codes is about these.
const std::vector<ExitCode>& all_exit_codes();

/// The code after an error; `signal` is the one that asked the program to stop, 0 where none did.
int exit_code(ErrorKind kind, int signal);
int exit_code(Outcome outcome);

/// What `mongokeep help exit-codes` prints, in at most 80 columns.
std::string exit_codes_help();
/// What follows the table, there and in the man page: a sentence.
std::string_view exit_codes_note();

/// The word behind `mongokeep help` that asks for it.
inline constexpr std::string_view exit_codes_topic = "exit-codes";

}  // namespace mongokeep::cli
