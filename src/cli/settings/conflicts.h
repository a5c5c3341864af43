#pragma once

#include "cli/settings/given_values.h"

namespace mongokeep::cli {

/// Refuses settings of one source that contradict each other (Error{usage} for flags, Error{configuration} for the
/// rest, with a sentence that says what to do), and removes a setting that a stronger source contradicts: `--db` on
/// the command line beats `all_databases` in the file.
void settle_conflicts(GivenValues& given);

}  // namespace mongokeep::cli
