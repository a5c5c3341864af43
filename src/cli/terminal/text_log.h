#pragma once

#include <string>

#include "cli/terminal/terminal.h"
#include "mongokeep/error.h"
#include "mongokeep/log.h"

namespace mongokeep::cli {

/// A log entry for a person, without time and level: the message, then `name=value` for each field; a value with
/// blanks or quotes in it is quoted. Safe for a terminal.
std::string to_text_message(const LogEntry& entry);

/// An error that ends the program, for a person: what failed, on what and why, and the hint on a line of its own.
std::string to_text_lines(const Error& error, Colours colours);

/// The same as a log entry, for JSON lines: `kind`, `operation`, `subject`, `error` and `hint`.
LogEntry to_log_entry(const Error& error, std::chrono::system_clock::time_point time);

}  // namespace mongokeep::cli
