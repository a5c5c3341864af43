#pragma once

#include <stop_token>
#include <string>

#include "cli/terminal/console.h"
#include "mongokeep/restore_service.h"

namespace mongokeep::cli {

/// Whether somebody sits at the program's terminal: both the standard input and the standard error are one.
bool can_ask();

/// What has to be typed: the database's name; where there are several, the host's.
std::string wanted_answer(const DropQuestion& question);

/// What is shown: the host, the largest collections that would be dropped, with their counts, and what to type.
std::string drop_question_text(const DropQuestion& question);

/// Asks on the terminal and waits for the answer. False for anything but the wanted one, for the end of the input and
/// where it is told to stop.
bool confirm_drop(const DropQuestion& question, Console& console, const std::stop_token& stop);

}  // namespace mongokeep::cli
