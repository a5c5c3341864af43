#pragma once

#include <cstdint>
#include <vector>

#include "archive/stored_metadata.h"
#include "extjson/bson_bytes.h"
#include "mongo/connection.h"
#include "mongo/index_spec.h"
#include "mongo/namespace.h"
#include "restore/collection_setup.h"

namespace mongokeep::restore {

/// Those of the stored indexes that a collection does not have by itself, as the one on `_id` and a clustered one.
std::vector<extjson::BsonView> indexes_to_build(const std::vector<extjson::BsonBytes>& indexes);

/// Removes indexes_to_build() from them, and returns how many they were.
std::uint64_t leave_out_indexes(std::vector<extjson::BsonBytes>& indexes);

struct BuiltIndexes {
  std::uint64_t built = 0;
  std::vector<RefusedPart> refused;
};

/// Builds indexes_to_build() of a collection that has its documents: all in one pass over them, or one by one where the
/// server refuses one.
/// Throws Error{connection}.
BuiltIndexes build_indexes(const mongo::Client& client, const mongo::Namespace& target,
                           const std::vector<extjson::BsonBytes>& indexes, mongo::IndexForm form,
                           mongo::Confirmation& confirmation);

}  // namespace mongokeep::restore
