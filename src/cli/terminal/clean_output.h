#pragma once

#include "mongokeep/error.h"
#include "mongokeep/log.h"
#include "mongokeep/redactor.h"

namespace mongokeep::cli {

/// The entry without secrets. Its message is our own, as are the paths in it: a folder that happens to be called like
/// the password gives nothing away, and a path with a hole in it leads nowhere.
LogEntry cleaned(LogEntry entry, const Redactor& redactor);

/// The error without secrets, in all its parts.
Error cleaned(const Error& error, const Redactor& redactor);

}  // namespace mongokeep::cli
