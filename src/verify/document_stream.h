#pragma once

#include <optional>

#include "extjson/bson_view.h"

namespace mongokeep::verify {

/// Gives the documents of one side of a comparison.
class DocumentStream {
 public:
  virtual ~DocumentStream() = default;
  /// The next document, valid until the next call; nothing at the end. Throws Error.
  virtual std::optional<extjson::BsonView> next() = 0;
};

}  // namespace mongokeep::verify
