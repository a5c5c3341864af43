#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "extjson/bson_view.h"

namespace mongokeep::fuzz {

/// A copy of an input in a block of just its size, so that a step outside is seen wherever it goes: with `room` bytes
/// more behind it, where the reader may look at them.
class ExactBytes {
 public:
  explicit ExactBytes(std::string_view bytes, std::size_t room = 0)
      : data_(std::make_unique<char[]>(bytes.size() + room)), size_(bytes.size()) {
    bytes.copy(data_.get(), bytes.size());
    // What would go on whatever the text ends with.
    static constexpr std::string_view continuation = "}1\"}9]},\"a\":1}";
    for (std::size_t i = 0; i < room; ++i) data_[size_ + i] = continuation[i % continuation.size()];
  }

  std::string_view text() const { return {data_.get(), size_}; }
  extjson::BsonView document() const { return {reinterpret_cast<const std::uint8_t*>(data_.get()), size_}; }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_;
};

}  // namespace mongokeep::fuzz
