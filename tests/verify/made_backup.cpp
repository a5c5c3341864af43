#include "verify/made_backup.h"

#include <stdexcept>
#include <utility>

#include "archive/file_name.h"
#include "extjson/document_reader.h"
#include "stream/checksum.h"
#include "support/files.h"

namespace mongokeep::verify {

namespace {

std::uint64_t bson_size(std::string text) {
  extjson::DocumentReader reader;
  const std::size_t size = text.size();
  text.resize(size + extjson::reading_room);
  if (const auto fault = reader.read(std::string_view(text).substr(0, size))) throw std::runtime_error(fault->cause);
  return reader.document().size;
}

}  // namespace

MadeBackup::MadeBackup(std::string name) : name_(std::move(name)) {
  std::filesystem::create_directory(folder());
  manifest_.tool = "t";
  manifest_.server = "s";
  manifest_.database = "shop";
  manifest_.text_format = "canonical";
}

archive::CollectionRecord& MadeBackup::add(const std::string& collection, const std::vector<std::string>& documents,
                                           const std::string& database) {
  archive::CollectionRecord record;
  record.database = database;
  record.name = collection;
  record.type = "collection";
  record.file = archive::collection_file(archive::encode_names({collection}).front(), {});
  if (!database.empty()) {
    manifest_.database.clear();
    std::filesystem::create_directories(folder() / database);
    record.file = database + "/" + record.file;
  }
  record.options = "{}";
  record.indexes = R"([{"v":{"$numberInt":"2"},"key":{"_id":{"$numberInt":"1"}},"name":"_id_"}])";
  record.documents = documents.size();
  for (const std::string& document : documents) record.bson_bytes += bson_size(document);
  test::write_file(folder() / record.file, array_of(documents));
  take_checksum(record);
  manifest_.collections.push_back(record);
  write_manifest();
  return manifest_.collections.back();
}

void MadeBackup::write_manifest() const {
  test::write_file(folder() / archive::Manifest::file_name, archive::to_text(manifest_));
}

void MadeBackup::take_checksum(archive::CollectionRecord& record) const {
  const std::string text = test::read_file(folder() / record.file);
  record.stored_bytes = text.size();
  record.xxh3_128 = stream::checksum_text(text);
}

archive::CollectionRecord& MadeBackup::record(const std::string& collection) {
  for (archive::CollectionRecord& record : manifest_.collections) {
    if (record.name == collection) return record;
  }
  throw std::runtime_error("no record of " + collection);
}

std::string array_of(const std::vector<std::string>& documents) {
  if (documents.empty()) return "[]\n";
  std::string text;
  for (const std::string& document : documents) text += (text.empty() ? "[\n" : ",\n") + document;
  return text + "\n]\n";
}

}  // namespace mongokeep::verify
