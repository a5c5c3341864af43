#pragma once

#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extjson/bson_builder.h"
#include "extjson/document_reader.h"

namespace mongokeep::extjson {

/// A copy of a text with the room behind it that a reader needs, filled with what would go on whatever the text ends
/// with. No byte more, so that a sanitizer sees any step outside.
class RoomyText {
 public:
  explicit RoomyText(std::string_view text) : size_(text.size()) {
    storage_.reserve(text.size() + reading_room);
    storage_.assign(text.begin(), text.end());
    constexpr std::string_view continuation = "}1}9]},\"a\":1}";
    for (std::size_t index = 0; index < reading_room; ++index) {
      storage_.push_back(continuation[index % continuation.size()]);
    }
  }

  std::string_view view() const { return {storage_.data(), size_}; }

 private:
  std::size_t size_;
  std::vector<char> storage_;
};

/// What a new reader makes of a text.
struct TextReading {
  Bytes bytes;  ///< empty after a fault
  std::optional<TextFault> fault;
};

inline TextReading read_text(std::string_view text, TextRules rules = {}) {
  const RoomyText roomy(text);
  DocumentReader reader(rules);
  TextReading reading;
  reading.fault = reader.read(roomy.view());
  const auto bytes = reader.document().bytes();
  reading.bytes.assign(bytes.begin(), bytes.end());
  return reading;
}

/// For messages: where and why.
inline std::string fault_text(const TextReading& reading) {
  if (!reading.fault) return "no fault";
  return std::to_string(reading.fault->offset) + ": " + reading.fault->cause + " [" + reading.fault->path + "]";
}

}  // namespace mongokeep::extjson
