#pragma once

#include <functional>
#include <string_view>

#include "extjson/bson_bytes.h"

namespace mongokeep::restore {

/// The members of `document` whose keys are wanted, in their order, each as it is.
/// Throws Error{invalid_data} where the bytes are not BSON.
extjson::BsonBytes part_of(extjson::BsonView document, const std::function<bool(std::string_view key)>& is_wanted);

/// The document with another document as the value of its member `key`. Throws Error{invalid_data} likewise.
extjson::BsonBytes with_member(extjson::BsonView document, std::string_view key, extjson::BsonView value);

}  // namespace mongokeep::restore
