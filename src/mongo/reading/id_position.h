#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace mongokeep::mongo {

/// Where an `_id` stands on the line of all those of its type, as far as a number of 64 bits tells: the usual types of
/// `_id` are numbers to the server's order, or begin with one. ObjectIds stand by their second alone, since those of
/// one second stand together at its very beginning, or in as many crowds as there are processes that make them.
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

/// How far a line is cut. What is behind, of its type and of those that follow, has no place on it.
struct IdLineEnd {
  std::uint64_t at;
  std::vector<std::uint8_t> id;  ///< {"_id": …}
};
IdLineEnd end_of(IdPosition::Line line);

}  // namespace mongokeep::mongo
