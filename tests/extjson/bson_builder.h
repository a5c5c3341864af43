#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "extjson/bson_bytes.h"
#include "extjson/bson_type.h"
#include "extjson/bson_view.h"
#include "extjson/document_writer.h"
#include "extjson/little_endian.h"

namespace mongokeep::extjson {

using Bytes = BsonBytes;

/// A number as BSON stores it.
template <typename Number>
std::string stored(Number number) {
  static_assert(std::is_arithmetic_v<Number>);
  std::string bytes(sizeof(Number), '\0');
  store_little_endian(bytes.data(), number);
  return bytes;
}

/// A string value as BSON stores it: its length, the text, a NUL.
inline std::string stored_string(std::string_view text) {
  return stored(static_cast<std::int32_t>(text.size() + 1)) + std::string(text) + '\0';
}

/// Makes the bytes of a document, element by element, valid or not.
class BsonBuilder {
 public:
  /// An element of this type, with the bytes of its value.
  BsonBuilder& add(BsonType type, std::string_view key, std::string_view value = {}) {
    elements_ += static_cast<char>(type);
    elements_ += key;
    elements_ += '\0';
    elements_ += value;
    return *this;
  }

  BsonBuilder& add_int32(std::string_view key, std::int32_t number) {
    return add(BsonType::int32, key, stored(number));
  }
  BsonBuilder& add_string(std::string_view key, std::string_view text) {
    return add(BsonType::string, key, stored_string(text));
  }
  BsonBuilder& add_document(std::string_view key, const BsonBuilder& document) {
    return add(BsonType::document, key, document.text());
  }
  BsonBuilder& add_array(std::string_view key, const BsonBuilder& array) {
    return add(BsonType::array, key, array.text());
  }

  std::string text() const { return stored(static_cast<std::int32_t>(elements_.size() + 5)) + elements_ + '\0'; }

  /// Of exactly the document's size, so that a sanitizer sees any step outside.
  Bytes bytes() const {
    const std::string all = text();
    return Bytes(all.begin(), all.end());
  }

 private:
  std::string elements_;
};

/// {"a": value}, the value as BSON stores it.
inline BsonBuilder one_value(BsonType type, std::string_view value = {}) {
  return BsonBuilder().add(type, "a", value);
}

/// The text of a document in this format.
inline std::string json_of(JsonFormat format, const Bytes& bytes) {
  TextBuffer text;
  DocumentWriter(format).write(view_of(bytes), text);
  return std::string(text.view());
}

inline std::string json_of(JsonFormat format, const BsonBuilder& document) {
  return json_of(format, document.bytes());
}

}  // namespace mongokeep::extjson
