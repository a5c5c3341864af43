#pragma once

#include <mongoc/mongoc.h>

#include <string>

#include "mongokeep/redactor.h"

namespace mongokeep::mongo {

/// What the driver says in an error, without secrets. It ends in "…" where the driver's buffer was full: a secret in
/// what a server said may have been cut there.
std::string driver_text(const Redactor& redactor, const bson_error_t& error);

}  // namespace mongokeep::mongo
