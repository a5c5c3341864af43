#pragma once

#include <string>

#include "cli/terminal/terminal.h"
#include "mongokeep/log.h"

namespace mongokeep::cli {

/// A log entry for a person, without a line feed at its end: the level where it is a warning or an error, the message,
/// what it is about and why, and the other fields in words: "documentCount" 5 becomes "5 documents". Fields that are
/// too many for one line stand below it, one a line. Times are the system zone's. Safe for a terminal.
///
///     warning: Reading was interrupted and is taken up again: shop.orders: connection closed
std::string to_person_text(const LogEntry& entry, Colours colours);

}  // namespace mongokeep::cli
