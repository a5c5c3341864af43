#pragma once

#include <string>

#include "mongo/connection.h"
#include "mongo/handles.h"
#include "mongo/namespace.h"

namespace mongokeep::mongo {

/// Whether the collection has a document that the filter finds; `opts` as `find` takes them. `prefs`: null for the
/// connection string's own. Throws Error, of which `operation` is what failed.
bool finds_any(const Client& client, const Namespace& ns, const bson_t& filter, const bson_t& opts,
               const mongoc_read_prefs_t* prefs, const std::string& operation);

}  // namespace mongokeep::mongo
