#include "extjson/duplicate_keys.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "extjson/bson_element.h"
#include "extjson/bson_error.h"

namespace mongokeep::extjson {

namespace {

bool any_duplicate(BsonView document, BsonType container, int depth);

bool duplicate_within(const Element& element, int depth) {
  switch (element.type) {
    case BsonType::document:
    case BsonType::array: return any_duplicate(element.as_document(), element.type, depth + 1);
    case BsonType::code_with_scope:
      return any_duplicate(code_with_scope_of(element).scope, BsonType::document, depth + 1);
    default: return false;
  }
}

bool any_duplicate(BsonView document, BsonType container, int depth) {
  if (depth >= deepest_nesting) throw_invalid_bson(0, {}, "documents are nested more than 200 levels deep");
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
