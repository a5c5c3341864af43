#include "restore/filter/field_path.h"

#include <algorithm>

namespace mongokeep::restore {

namespace {

using extjson::BsonType;
using extjson::BsonView;
using extjson::Element;
using extjson::ElementReader;
using Parts = std::span<const std::string>;

bool match_in_document(BsonView document, Parts path, const ValueTest& test);

/// The path ends at an array.
bool match_array(const Element& array, const ValueTest& test) {
  if (test.arrays() == ValueTest::Arrays::and_elements) {
    ElementReader reader(array.as_document());
    while (const auto element = reader.next()) {
      if (test.matches(&*element)) return true;
    }
  }
  return test.matches(&array);
}

/// The path goes on behind an array: in its documents, and in the element that it counts out.
bool match_in_array(const Element& array, Parts path, const ValueTest& test) {
  const std::string& part = path.front();
  const Parts rest = path.subspan(1);
  const bool is_index =
      !part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  ElementReader reader(array.as_document());
  while (const auto element = reader.next()) {
    const bool is_document = element->type == BsonType::document;
    if (is_document && match_in_document(element->as_document(), path, test)) return true;
    if (!is_index || element->key != part) continue;
    if (rest.empty()) {
      // Counted out, an array is one value.
      if (test.matches(&*element)) return true;
    } else if (is_document) {
      if (match_in_document(element->as_document(), rest, test)) return true;
    } else if (element->type == BsonType::array) {
      if (match_in_array(*element, rest, test)) return true;
    }
  }
  return false;
}

bool match_in_document(BsonView document, Parts path, const ValueTest& test) {
  const auto element = extjson::find_element(document, path.front());
  const Parts rest = path.subspan(1);
  if (!element) return test.matches(nullptr);
  if (element->type == BsonType::array) {
    return rest.empty() ? match_array(*element, test) : match_in_array(*element, rest, test);
  }
  if (rest.empty()) return test.matches(&*element);
  if (element->type == BsonType::document) return match_in_document(element->as_document(), rest, test);
  return test.matches(nullptr);
}

}  // namespace

FieldPath::FieldPath(std::string_view dotted) {
  std::size_t begin = 0;
  for (std::size_t dot; (dot = dotted.find('.', begin)) != std::string_view::npos; begin = dot + 1) {
    parts_.emplace_back(dotted.substr(begin, dot - begin));
  }
  parts_.emplace_back(dotted.substr(begin));
}

bool FieldPath::any_matches(BsonView document, const ValueTest& test) const {
  return match_in_document(document, parts_, test);
}

}  // namespace mongokeep::restore
