#include "archive/record_reading.h"

#include <fmt/format.h>

#include <string>

#include "archive/manifest_form.h"
#include "mongokeep/error.h"
#include "stream/checksum.h"

namespace mongokeep::archive {

namespace {

constexpr std::uint64_t highest = CollectionRecord::highest_number;

std::string name_at(const Json& json, const char* key) {
  std::string name = string_at(json, key);
  if (is_possible_name(name)) return name;
  throw not_json(fmt::format("`{}` is {}, which is no name", key, json_line(name)));
}

}  // namespace

JsonMembers record_members() {
  JsonMembers members;
  for (const char* const name : {"database", "name", "type", "file", "documents", "bsonBytes", "storedBytes",
                                 "xxh3_128", "keyMark", "order", "enveloped", "exists", "failed"}) {
    members.value(name);
  }
  return members.long_value("error").text("options").text("indexes");
}

void read_shown_members(const Json& json, CollectionRecord& record) {
  if (json.contains("database")) record.database = name_at(json, "database");
  record.name = name_at(json, "name");
  if (!json.contains("file")) return;
  record.file = string_at(json, "file");
  record.documents = whole_number_at(json, "documents", highest);
  record.bson_bytes = whole_number_at(json, "bsonBytes", highest);
  record.stored_bytes = whole_number_at(json, "storedBytes", highest);
  record.xxh3_128 = string_at(json, "xxh3_128");
  // Whoever compares with nothing finds everything as it ought to be.
  if (!stream::is_checksum_text(record.xxh3_128)) {
    throw not_json(
        fmt::format("`xxh3_128` of {} is {}, which is not a checksum", record.name, json_line(record.xxh3_128)));
  }
  if (is_within_backup(record.file)) return;
  throw not_json(fmt::format("the file of the collection {} is {}, which is not in this folder", record.name,
                             json_line(record.file)));
}

void read_own_members(const Json& json, CollectionRecord& record) {
  record.type = string_at(json, "type");
  record.key_mark = string_or_none_at(json, "keyMark");
  record.options = string_at(json, "options");
  record.indexes = string_at(json, "indexes");
  record.is_in_natural_order = string_or_none_at(json, "order") == natural_order;
  if (json.contains("enveloped")) record.enveloped = whole_number_at(json, "enveloped", highest);
  if (json.contains("exists")) record.exists = boolean_at(json, "exists");
  record.error = string_or_none_at(json, "error");
}

bool is_possible_name(std::string_view name) {
  return !name.empty() && name.find('\0') == std::string_view::npos;
}

bool is_within_backup(std::string_view file) {
  const auto is_name = [](std::string_view part) {
    return !part.empty() && part.front() != '.' && part.find('/') == std::string_view::npos &&
           part.find('\0') == std::string_view::npos;
  };
  const std::size_t slash = file.find('/');
  if (slash == std::string_view::npos) return is_name(file);
  return is_name(file.substr(0, slash)) && is_name(file.substr(slash + 1));
}

}  // namespace mongokeep::archive
