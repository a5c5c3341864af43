#pragma once

#include <cstdint>

#include "extjson/bson_bytes.h"

namespace mongokeep::mongo {

/// What a server has given of a collection so far, from its beginning on. Ids are {"_id": …}.
struct GivenIds {
  extjson::BsonBytes first;
  extjson::BsonBytes last;
  std::uint64_t before_last = 0;  ///< documents with another `_id` than the last
};

}  // namespace mongokeep::mongo
