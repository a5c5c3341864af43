#pragma once

#include <cstdint>
#include <optional>

#include "extjson/bson_view.h"
#include "mongo/reading/id_position.h"

namespace mongokeep::mongo {

/// What has been read, document after document, of the line of `_id`s that the last of them is on.
struct LineRead {
  std::optional<IdPosition> first = std::nullopt;
  std::optional<IdPosition> last = std::nullopt;  ///< nothing where the last document has no place, or there is none
  std::uint64_t documents = 0;
  std::uint64_t bytes = 0;

  void add(extjson::BsonView document) {
    last = IdPosition::of(document.data, document.size);
    // One stray `_id` of another type may come before all others.
    if (last && (!first || first->line != last->line)) *this = {.first = last, .last = last};
    ++documents;
    bytes += document.size;
  }

  /// From the first one to the last, which must have a place, both counted.
  double places() const { return static_cast<double>(last->at - first->at) + 1; }
};

}  // namespace mongokeep::mongo
