#pragma once

#include <string>
#include <vector>

#include "base/json/json.h"
#include "mongokeep/error.h"
#include "mongokeep/log.h"

namespace mongokeep {

/// The parts of an error as fields of a log line: `kind`, `operation`, `subject`, `error` (the cause) and `hint`, but
/// for those that are empty.
std::vector<LogField> error_fields(const Error& error);

/// The same as a JSON object: `kind`, `operation`, `subject`, `cause` and `hint`; what is empty is null.
Json error_json(const Error& error);

}  // namespace mongokeep
