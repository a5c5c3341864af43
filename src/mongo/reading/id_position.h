#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace mongokeep::mongo {

/// Where an `_id` stands on the line of all those of its type, as far as 64 bits tell: the usual types of `_id`
/// (ObjectId, whole numbers, dates, UUIDs) are numbers to the server's order, or begin with one.
struct IdPosition {
  enum class Line { object_id, number, date, uuid };
  Line line;
  std::uint64_t at;

  /// Of the document {"_id": …}, or of any that has an `_id`; nothing for one of another type.
  static std::optional<IdPosition> of(const std::uint8_t* document, std::size_t size);
  static std::optional<IdPosition> of(const std::vector<std::uint8_t>& document) {
    return of(document.data(), document.size());
  }
  /// {"_id": …} of the first `_id` that stands here.
  std::vector<std::uint8_t> first_id() const;
};

/// A line's end: behind the `_id` there come others than those of the line, if any.
struct IdLineEnd {
  std::uint64_t at;
  std::vector<std::uint8_t> id;  ///< {"_id": …}
};
IdLineEnd end_of(IdPosition::Line line);

}  // namespace mongokeep::mongo
