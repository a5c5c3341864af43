#include "restore/view_sources.h"

#include <string_view>

#include "extjson/bson_element.h"
#include "mongo/raw_document.h"

namespace mongokeep::restore {

namespace {

using extjson::BsonType;
using Rename = std::function<std::optional<std::string>(const std::string&)>;

bool names_a_source(std::string_view key) {
  return key == "viewOn" || key == "from" || key == "coll" || key == "$unionWith";
}

void collect(extjson::BsonView document, std::set<std::string>& sources) {
  extjson::ElementReader reader(document);
  while (const auto element = reader.next()) {
    if (element->type == BsonType::document || element->type == BsonType::array) {
      collect(element->as_document(), sources);
    } else if (element->type == BsonType::string && names_a_source(element->key)) {
      sources.insert(std::string(element->as_text()));
    }
  }
}

void copy_members(extjson::BsonView document, const Rename& rename, mongo::RawDocument& copy) {
  extjson::ElementReader reader(document);
  while (const auto element = reader.next()) {
    if (element->type == BsonType::document || element->type == BsonType::array) {
      const bool is_array = element->type == BsonType::array;
      is_array ? copy.begin_array(element->key) : copy.begin_document(element->key);
      copy_members(element->as_document(), rename, copy);
      copy.end();
      continue;
    }
    const bool is_source = element->type == BsonType::string && names_a_source(element->key);
    const auto name = is_source ? rename(std::string(element->as_text())) : std::nullopt;
    if (name) {
      copy.add_string(element->key, *name);
    } else {
      copy.add(element->key, element->type, element->value);
    }
  }
}

}  // namespace

std::set<std::string> view_sources(extjson::BsonView definition) {
  std::set<std::string> sources;
  collect(definition, sources);
  return sources;
}

archive::StoredMetadata::Bytes with_renamed_sources(extjson::BsonView definition, const Rename& rename) {
  mongo::RawDocument copy;
  copy_members(definition, rename, copy);
  const auto bytes = copy.finish().bytes();
  return {bytes.begin(), bytes.end()};
}

}  // namespace mongokeep::restore
