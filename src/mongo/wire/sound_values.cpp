#include "mongo/wire/sound_values.h"

#include "extjson/little_endian.h"
#include "mongo/wire/refusal.h"

namespace mongokeep::mongo::wire {

namespace {

using extjson::BsonType;
using extjson::Element;

void check_inside(const Element& element, int depth);

void check_elements(extjson::BsonView document, int depth) {
  if (depth > extjson::deepest_nesting) refuse("documents are nested too deeply");
  extjson::ElementReader reader(document);
  while (const auto element = reader.next()) check_inside(*element, depth);
}

void check_old_binary(const Element& element) {
  constexpr std::uint8_t old_binary = 2;
  if (element.value[4] != old_binary) return;
  const auto outer = extjson::load_little_endian<std::int32_t>(element.value.data());
  if (outer < 4 || extjson::load_little_endian<std::int32_t>(element.value.data() + 5) != outer - 4) {
    refuse("a binary value of the old kind has two lengths that differ");
  }
}

void check_inside(const Element& element, int depth) {
  switch (element.type) {
    case BsonType::document:
    case BsonType::array: check_elements(element.as_document(), depth + 1); break;
    case BsonType::code_with_scope: check_elements(code_with_scope_of(element).scope, depth + 1); break;
    case BsonType::boolean:
      if (element.value[0] > 1) refuse("a boolean is neither true nor false");
      break;
    case BsonType::binary: check_old_binary(element); break;
    default: break;
  }
}

}  // namespace

void check_value(const Element& element) {
  check_inside(element, 1);
}

}  // namespace mongokeep::mongo::wire
