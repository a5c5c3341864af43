#pragma once

#include "extjson/bson_view.h"

namespace mongokeep::extjson {

/// Whether two members of one document, at any depth, have the same key. An array's own keys do not count: they mean
/// nothing.
/// Throws Error{invalid_data} where the bytes are not BSON, as far as they were looked at.
bool has_duplicate_keys(BsonView document);

}  // namespace mongokeep::extjson
