#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "extjson/bson_type.h"
#include "extjson/bson_view.h"

namespace mongokeep::extjson {

/// One element of a document; borrows the document's bytes.
struct Element {
  BsonType type;
  std::string_view key;                 ///< as stored: not promised to be UTF-8
  std::span<const std::uint8_t> value;  ///< what follows the key; its size is checked, its inside is not

  /// The value as a document, where type is document or array.
  BsonView as_document() const { return {value.data(), value.size()}; }
};

/// Walks the elements of one document, front to back, without looking into their values.
/// Throws Error{invalid_data}, from the constructor and from next(), where the bytes are not BSON; never reads outside
/// the document.
class ElementReader {
 public:
  explicit ElementReader(BsonView document);

  /// The next element; nothing after the last.
  std::optional<Element> next();

 private:
  BsonView document_;
  std::size_t position_;
};

/// The first element of `document` with this key, looking at the top level only.
/// Throws Error{invalid_data} where the bytes up to it are not BSON.
std::optional<Element> find_element(BsonView document, std::string_view key);

}  // namespace mongokeep::extjson
