#pragma once

#include <string>
#include <vector>

#include "archive/manifest.h"
#include "archive/stored_metadata.h"
#include "extjson/bson_bytes.h"
#include "mongo/catalogue.h"
#include "mongo/connection.h"
#include "mongo/index_spec.h"
#include "mongo/namespace.h"

namespace mongokeep::verify {

/// How one option or index of a live collection is not what the backup says.
struct MetadataDifference {
  enum class Kind {
    missing,  ///< in the backup, not in the database
    added,    ///< in the database, not in the backup
    changed,
  };
  Kind kind;
  std::string name;  ///< of the option, or of the index; `type` for the collection's type
  std::string text;  ///< a sentence for a person, with the name
};

/// How the options of a collection differ, whatever their order; the order of keys within one counts. What says nothing
/// is no difference (mongo::collection_options), nor is the type of a number. Both are BSON documents.
std::vector<MetadataDifference> compare_options(const extjson::BsonBytes& stored, const extjson::BsonBytes& live);

/// The same of indexes, whatever their order, each as listIndexes gives it; what says nothing is left out likewise
/// (mongo::index_spec, which is given `form` for the stored ones).
std::vector<MetadataDifference> compare_indexes(const std::vector<extjson::BsonBytes>& stored,
                                                const std::vector<extjson::BsonBytes>& live,
                                                mongo::IndexForm form = {});

/// The same of a record's type, options and indexes and those of a live collection. One that is not there is one
/// difference, of the type.
/// Throws Error: `connection`, `server`, `damaged` (options or indexes that cannot be read).
std::vector<MetadataDifference> compare_metadata(const mongo::Client& client, const archive::CollectionRecord& record,
                                                 const mongo::Namespace& live, mongo::IndexForm form = {});

/// The same with other options and indexes than the record's, which it was restored with.
std::vector<MetadataDifference> compare_metadata(const mongo::Client& client, const archive::CollectionRecord& record,
                                                 const archive::StoredMetadata& stored, const mongo::Namespace& live,
                                                 mongo::IndexForm form);

/// Whether the record stands for a registered model that had no collection: it is as good as an empty one.
bool was_no_collection(const archive::CollectionRecord& record);

}  // namespace mongokeep::verify
