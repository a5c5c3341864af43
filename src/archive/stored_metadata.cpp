#include "archive/stored_metadata.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/json/json_members.h"
#include "base/text/cut_text.h"
#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "extjson/document_reader.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

/// MongoDB takes 64 of a collection.
constexpr std::size_t most_indexes = 10'000;
/// In bytes, of what could not be read.
constexpr std::size_t most_shown = 500;

Error damaged(const CollectionRecord& record, const std::string& cause) {
  return Error(ErrorKind::damaged, "read the stored options and indexes of", record.name, cause);
}

extjson::BsonBytes read_document(extjson::DocumentReader& reader, const CollectionRecord& record, std::string text) {
  const std::size_t size = text.size();
  text.resize(size + extjson::reading_room);
  const auto fault = reader.read(std::string_view(text).substr(0, size));
  if (fault) throw damaged(record, fmt::format("{}, in {}", fault->cause, cut_text(text.substr(0, size), most_shown)));
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
  try {
    for_each_element(record.indexes, [&](std::string index) {
      if (metadata.indexes.size() == most_indexes) throw damaged(record, "there are more indexes than a server has");
      metadata.indexes.push_back(read_document(reader, record, std::move(index)));
    });
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::invalid_data) throw;
    throw damaged(record, "the indexes cannot be read: " + error.cause());
  }
  return metadata;
}

}  // namespace mongokeep::archive
