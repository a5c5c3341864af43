#pragma once

#include <string_view>

#include "extjson/bson_view.h"
#include "support/mongo_client.h"

namespace mongokeep::verify {

using test::Bytes;

/// Of a document that somebody keeps.
inline extjson::BsonView view_of(const Bytes& document) {
  return {document.data(), document.size()};
}

inline Bytes bson(std::string_view json) {
  return test::bson_from_json(json);
}

}  // namespace mongokeep::verify
