#include "archive/stored_metadata.h"

#include <fmt/format.h>

#include <string>

#include "base/json.h"
#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "extjson/document_reader.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

Error damaged(const CollectionRecord& record, const std::string& cause) {
  return Error(ErrorKind::damaged, "read the stored options and indexes of", record.name, cause);
}

extjson::BsonBytes read_document(extjson::DocumentReader& reader, const CollectionRecord& record, std::string text) {
  const std::size_t size = text.size();
  text.resize(size + extjson::reading_room);
  const auto fault = reader.read(std::string_view(text).substr(0, size));
  if (fault) throw damaged(record, fmt::format("{}, in {}", fault->cause, text.substr(0, size)));
  return extjson::copy_of(reader.document());
}

}  // namespace

std::string index_name(extjson::BsonView index) {
  const auto name = find_element(index, "name");
  return name && name->type == extjson::BsonType::string ? std::string(name->as_text()) : std::string();
}

StoredMetadata stored_metadata(const CollectionRecord& record) {
  extjson::DocumentReader reader;
  StoredMetadata metadata;
  metadata.options = read_document(reader, record, record.options);
  const Json indexes = parse_json(record.indexes);
  if (!indexes.is_array()) throw damaged(record, "the indexes are not an array");
  for (const Json& index : indexes) metadata.indexes.push_back(read_document(reader, record, json_line(index)));
  return metadata;
}

}  // namespace mongokeep::archive
