#include "restore/document_part.h"

#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "extjson/raw_document.h"

namespace mongokeep::restore {

extjson::BsonBytes part_of(extjson::BsonView document, const std::function<bool(std::string_view key)>& is_wanted) {
  extjson::RawDocument part;
  extjson::ElementReader reader(document);
  while (const auto element = reader.next()) {
    if (is_wanted(element->key)) part.add(element->key, element->type, element->value);
  }
  return part.take();
}

extjson::BsonBytes with_member(extjson::BsonView document, std::string_view key, extjson::BsonView value) {
  extjson::RawDocument changed;
  extjson::ElementReader reader(document);
  while (const auto element = reader.next()) {
    changed.add(element->key, element->type, element->key == key ? value.bytes() : element->value);
  }
  return changed.take();
}

}  // namespace mongokeep::restore
