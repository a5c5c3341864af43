#pragma once

#include <string>

#include "extjson/bson_view.h"
#include "mongo/reading/ordered_cursor.h"

namespace mongokeep::mongo {

/// Whether a collection of these options, as listCollections shows them, is capped.
bool is_capped(extjson::BsonView options);

/// In what order a collection of this type and these options is read. `of_capped`: that of a capped one.
enum class OfCapped { natural, by_id };
OrderedCursor::Order reading_order(const std::string& type, extjson::BsonView options, OfCapped of_capped);

}  // namespace mongokeep::mongo
