#pragma once

#include <string>
#include <vector>

#include "extjson/bson_bytes.h"
#include "mongo/catalogue.h"

namespace mongokeep::backup {

/// A collection's options, or one index, for the manifest: canonical Extended JSON of the BSON document. One that JSON
/// objects cannot hold (a key twice) is written as its bytes, `{"$bson": …}`, as documents are.
/// Throws Error{invalid_data} for bytes that are not BSON.
std::string metadata_text(const extjson::BsonBytes& document);

/// The same of several, as a JSON array.
std::string metadata_text(const std::vector<extjson::BsonBytes>& documents);

}  // namespace mongokeep::backup
