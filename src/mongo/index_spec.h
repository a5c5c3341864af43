#pragma once

#include "extjson/bson_bytes.h"
#include "extjson/bson_view.h"

namespace mongokeep::mongo {

/// How an index is put for createIndexes.
struct IndexForm {
  /// An index without a collation is by bytes, whatever the collection's default: createIndexes has to be told.
  bool writes_simple_collation = false;
  /// What servers before 3.4 let into an index and none takes now: options that are none are left out, and a direction
  /// that is neither a number nor the name of a kind is 1.
  bool converts_legacy = false;
};

/// The index, given as listIndexes shows it, put as createIndexes is to be told of it. Two indexes are the same if
/// these are. Left out is what says nothing, or what no server keeps: the namespace, the version of the format, how it
/// was built (`background`, `dropDups`), flags, a switch that is off, the simple collation. A switch that is on is
/// true, whatever stood for it.
/// Throws Error{invalid_data} where the bytes are not BSON.
extjson::BsonBytes index_spec(extjson::BsonView index, IndexForm form = {});

/// The options of a collection, given as listCollections shows them, put as `create` is to be told of them, likewise:
/// without the flags of servers before 3.2, switches that are off, the simple collation, and an index on `_id` that is
/// there anyhow.
extjson::BsonBytes collection_options(extjson::BsonView options);

/// Whether the options have a collation other than the simple one.
bool has_default_collation(extjson::BsonView options);

/// Whether this is the index that servers make by themselves for a time-series collection of these options (MongoDB
/// 6.3 and later): on the meta field and the time.
bool is_automatic_index(extjson::BsonView index, extjson::BsonView options);

}  // namespace mongokeep::mongo
