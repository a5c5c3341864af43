#pragma once

#include <string>
#include <vector>

#include "archive/manifest.h"
#include "extjson/bson_bytes.h"

namespace mongokeep::archive {

/// What a manifest says of a collection beside its documents, as the server knows it: BSON documents.
struct StoredMetadata {
  extjson::BsonBytes options;
  std::vector<extjson::BsonBytes> indexes;  ///< as listIndexes gave them, in its order
};

/// The name of an index, given as listIndexes shows it; empty where it has none.
/// Throws Error{invalid_data} where the bytes are not BSON.
std::string index_name(extjson::BsonView index);

/// Throws Error{damaged} where the record's texts are not Extended JSON of such documents.
StoredMetadata stored_metadata(const CollectionRecord& record);

}  // namespace mongokeep::archive
