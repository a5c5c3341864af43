#include "extjson/duplicate_keys.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "extjson/bson_element.h"
#include "extjson/bson_error.h"
#include "extjson/little_endian.h"

namespace mongokeep::extjson {

namespace {

bool any_duplicate(BsonView document, BsonType container, int depth);

/// The scope, which stands behind the code: 4 bytes of length, the code's own length, the code.
BsonView scope_of(const Element& code) {
  if (code.value.size() >= 8) {
    const std::int64_t scope = 8 + std::int64_t{load_little_endian<std::int32_t>(code.value.data() + 4)};
    if (scope >= 8 && static_cast<std::size_t>(scope) <= code.value.size()) {
      const auto bytes = code.value.subspan(static_cast<std::size_t>(scope));
      return {bytes.data(), bytes.size()};
    }
  }
  throw_invalid_bson(4, {}, "the code's length does not fit the length of the code with scope");
}

bool duplicate_within(const Element& element, int depth) {
  switch (element.type) {
    case BsonType::document:
    case BsonType::array: return any_duplicate(element.as_document(), element.type, depth + 1);
    case BsonType::code_with_scope: return any_duplicate(scope_of(element), BsonType::document, depth + 1);
    default: return false;
  }
}

bool any_duplicate(BsonView document, BsonType container, int depth) {
  if (depth >= deepest_nesting) throw_invalid_bson(0, {}, "documents are nested more than 200 deep");
  std::vector<std::string_view> keys;
  ElementReader reader(document);
  while (const std::optional<Element> element = reader.next()) {
    if (duplicate_within(*element, depth)) return true;
    if (container == BsonType::document) keys.push_back(element->key);
  }
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

}  // namespace

bool has_duplicate_keys(BsonView document) {
  return any_duplicate(document, BsonType::document, 0);
}

}  // namespace mongokeep::extjson
