#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "extjson/bson_view.h"

namespace mongokeep::restore {

/// The bytes of one BSON document.
using DocumentBytes = std::vector<std::uint8_t>;

inline extjson::BsonView view_of(const DocumentBytes& bytes) {
  return {bytes.data(), bytes.size()};
}

/// The members of `document` whose keys are wanted, in their order, each as it is.
/// Throws Error{invalid_data} where the bytes are not BSON.
DocumentBytes part_of(extjson::BsonView document, const std::function<bool(std::string_view key)>& is_wanted);

/// The document with another document as the value of its member `key`. Throws Error{invalid_data} likewise.
DocumentBytes with_member(extjson::BsonView document, std::string_view key, extjson::BsonView value);

}  // namespace mongokeep::restore
