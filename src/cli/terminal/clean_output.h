#pragma once

#include "mongo/redactor.h"
#include "mongokeep/error.h"
#include "mongokeep/log.h"

namespace mongokeep::cli {

/// The entry without secrets. Its message is our own, as are the paths in it: a folder that happens to be called like
/// the password gives nothing away, and a path with a hole in it leads nowhere.
LogEntry cleaned(LogEntry entry, const mongo::Redactor& redactor);

/// The error without secrets, in all its parts.
Error cleaned(const Error& error, const mongo::Redactor& redactor);

}  // namespace mongokeep::cli
