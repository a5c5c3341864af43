#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "extjson/bson_type.h"
#include "extjson/bson_view.h"

namespace mongokeep::extjson {

inline constexpr std::string_view id_key = "_id";

/// One element of a document; borrows the document's bytes.
struct Element {
  BsonType type;
  std::string_view key;                 ///< as stored: not promised to be UTF-8
  std::span<const std::uint8_t> value;  ///< what follows the key; its size is checked, its inside is not

  /// The value as a document, where type is document or array.
  BsonView as_document() const { return {value.data(), value.size()}; }
  /// The characters of the value, where type is string, code or symbol: not promised to be UTF-8.
  std::string_view as_text() const { return {reinterpret_cast<const char*>(value.data()) + 4, value.size() - 5}; }
};

/// Whether two elements have the same value, type and bytes, whatever their keys.
bool have_same_value(const Element& left, const Element& right);

/// What a code with scope consists of; borrows its bytes.
struct CodeWithScope {
  std::span<const std::uint8_t> code;  ///< the text, without its NUL
  BsonView scope;                      ///< its size is checked, its inside is not
};

/// The parts of `element`, whose type is code_with_scope. Throws Error{invalid_data} where they do not fit into it.
CodeWithScope code_with_scope_of(const Element& element);

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
