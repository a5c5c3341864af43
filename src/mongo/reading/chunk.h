#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

#include "extjson/bson_view.h"
#include "extjson/little_endian.h"

namespace mongokeep::mongo {

/// Documents back to back: each begins with its length.
class Chunk {
 public:
  /// In bytes.
  static constexpr std::size_t capacity = std::size_t{1} << 20U;

  bool has_room_for(extjson::BsonView document) const { return capacity - end_ >= document.size; }
  /// There must be room. Throws std::bad_alloc, with nothing changed.
  void add(extjson::BsonView document) {
    if (!bytes_) bytes_ = std::make_unique_for_overwrite<std::uint8_t[]>(capacity);
    std::memcpy(bytes_.get() + end_, document.data, document.size);
    end_ += document.size;
  }
  /// Whether all that was added has been taken.
  bool is_at_end() const { return begin_ == end_; }
  extjson::BsonView take() {
    const std::uint8_t* const document = bytes_.get() + begin_;
    const auto size = static_cast<std::size_t>(extjson::load_little_endian<std::int32_t>(document));
    begin_ += size;
    return {document, size};
  }
  void clear() { begin_ = end_ = 0; }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;  ///< there from the first document on
  std::size_t begin_ = 0;                  ///< of what was not taken yet
  std::size_t end_ = 0;
};

}  // namespace mongokeep::mongo
