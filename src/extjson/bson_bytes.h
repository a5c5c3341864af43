#pragma once

#include <cstdint>
#include <vector>

#include "extjson/bson_view.h"

namespace mongokeep::extjson {

/// The bytes of one BSON document, owned.
using BsonBytes = std::vector<std::uint8_t>;

inline BsonView view_of(const BsonBytes& bytes) {
  return {bytes.data(), bytes.size()};
}

inline BsonBytes copy_of(BsonView document) {
  return {document.data, document.data + document.size};
}

inline BsonBytes empty_document() {
  return {5, 0, 0, 0, 0};
}

}  // namespace mongokeep::extjson
