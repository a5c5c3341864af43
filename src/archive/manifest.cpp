#include "archive/manifest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "archive/file_name.h"
#include "archive/record_scan.h"
#include "base/json.h"
#include "base/time_text.h"
#include "mongokeep/error.h"
#include "stream/age/base64.h"
#include "stream/age/crypto.h"
#include "stream/checksum.h"

namespace mongokeep::archive {

namespace {

constexpr const char* canonical = "canonical";
constexpr const char* natural_order = "natural";

/// Stands where the reason of a failure can be read with a key alone.
constexpr std::string_view sealed_error = "the reason is encrypted: give the identity to see it";

/// Stands between the checked text and its checksum, which is always the last member.
constexpr std::string_view checksum_opening = ",\n  \"xxh3_128\": \"";
constexpr std::string_view checksum_closing = "\"\n}\n";
/// Stands before the sealed part. No text of ours has it within: it begins a line, with the indent of the first level.
constexpr std::string_view sealed_opening = ",\n  \"sealed\": \"";

/// The members of an object, one a line, each value on that line: a manifest is also read by people.
std::string members(const Json& object, std::size_t indent) {
  std::string text;
  for (const auto& [key, value] : object.items()) {
    if (!text.empty()) text += ",\n";
    text += fmt::format("{:{}}{}: {}", "", indent, json_line(key), json_line(value));
  }
  return text;
}

void add_file(const CollectionRecord& record, Json& json) {
  if (record.file.empty()) return;
  json["file"] = record.file;
  json["documents"] = record.documents;
  json["bsonBytes"] = record.bson_bytes;
  json["storedBytes"] = record.stored_bytes;
  json["xxh3_128"] = record.xxh3_128;
}

/// What anybody may read of an encrypted backup's collection.
Json open_record_to_json(const CollectionRecord& record) {
  Json json;
  if (!record.database.empty()) json["database"] = record.database;
  json["name"] = record.name;
  add_file(record, json);
  if (!record.error.empty()) json["failed"] = true;
  return json;
}

Json record_to_json(const CollectionRecord& record) {
  Json json;
  if (!record.database.empty()) json["database"] = record.database;
  json["name"] = record.name;
  json["type"] = record.type;
  add_file(record, json);
  if (!record.key_mark.empty()) json["keyMark"] = record.key_mark;
  json["options"] = parse_json(record.options.empty() ? "{}" : record.options);
  json["indexes"] = parse_json(record.indexes.empty() ? "[]" : record.indexes);
  if (record.is_in_natural_order) json["order"] = natural_order;
  if (record.enveloped > 0) json["enveloped"] = record.enveloped;
  if (record.exists) json["exists"] = *record.exists;
  if (!record.error.empty()) json["error"] = record.error;
  return json;
}

CollectionRecord record_from_json(const Json& json, bool is_closed) {
  CollectionRecord record;
  record.database = json.value("database", "");
  record.name = json.at("name").get<std::string>();
  if (json.contains("file")) {
    record.file = json.at("file").get<std::string>();
    record.documents = json.at("documents").get<std::uint64_t>();
    record.bson_bytes = json.at("bsonBytes").get<std::uint64_t>();
    record.stored_bytes = json.at("storedBytes").get<std::uint64_t>();
    record.xxh3_128 = json.at("xxh3_128").get<std::string>();
  }
  if (is_closed) {
    if (json.value("failed", false)) record.error = sealed_error;
    return record;
  }
  record.type = json.at("type").get<std::string>();
  record.key_mark = json.value("keyMark", "");
  record.options = json_line(json.at("options"));
  record.indexes = json_line(json.at("indexes"));
  record.is_in_natural_order = json.value("order", "") == natural_order;
  record.enveloped = json.value("enveloped", std::uint64_t{0});
  if (json.contains("exists")) record.exists = json.at("exists").get<bool>();
  record.error = json.value("error", "");
  return record;
}

Error damaged(const std::string& subject, const std::string& cause, const std::string& hint = {}) {
  return Error(ErrorKind::damaged, "read the manifest", subject, cause, hint);
}

std::chrono::system_clock::time_point time_from_json(const Json& json, const char* key, const std::string& subject) {
  const auto time = parse_utc_text(json.at(key).get<std::string>());
  if (!time) throw damaged(subject, fmt::format("`{}` is not a UTC time in ISO 8601 with milliseconds", key));
  return *time;
}

Status status_from_json(const Json& json, const std::string& subject) {
  const auto text = json.at("status").get<std::string>();
  if (text == "complete") return Status::complete;
  if (text == "partial") return Status::partial;
  throw damaged(subject, "`status` is neither `complete` nor `partial`");
}

void check_version(const Json& json, const std::string& subject) {
  const int version = json.at("formatVersion").get<int>();
  if (version > Manifest::current_format_version) {
    throw damaged(subject,
                  fmt::format("its format version is {}, but this program reads only versions up to {}", version,
                              Manifest::current_format_version),
                  "Use a newer version of mongokeep");
  }
  if (version < 1) throw damaged(subject, fmt::format("{} is not a format version", version));
}

void check_checksum(std::string_view text, const std::string& subject) {
  const std::size_t opening = text.rfind(checksum_opening);
  if (opening == std::string_view::npos) throw damaged(subject, "its last member is not its checksum");
  const std::string expected =
      fmt::format("{}{}{}", checksum_opening, stream::checksum_text(text.substr(0, opening)), checksum_closing);
  if (text.substr(opening) != expected) {
    throw damaged(subject, "its contents do not match its checksum",
                  "The manifest was changed after the backup was made. Use another backup, or look at the rest with "
                  "`mongokeep verify`");
  }
}

/// Our names never begin with a dot, and a database's folder is the only one there is: anything else leads elsewhere.
void check_file(const CollectionRecord& record, const std::string& subject) {
  const FilePlace place = place_of(record.file);
  const auto is_name = [](std::string_view part) {
    return !part.empty() && part.front() != '.' && part.find('/') == std::string_view::npos &&
           part.find('\0') == std::string_view::npos;
  };
  const bool is_in_folder = place.folder.size() + place.name.size() < record.file.size();
  if ((!is_in_folder || is_name(place.folder)) && is_name(place.name)) return;
  throw damaged(subject, fmt::format("the file of the collection {} is {}, which is not in this folder", record.name,
                                     json_line(record.file)));
}

/// Padded, as `base64 -d` wants it.
std::string sealed_to_text(const std::string& sealed) {
  std::string text = stream::age::base64_text(sealed);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::string sealed_from_json(const Json& json, const std::string& subject) {
  const auto text = json.at("sealed").get<std::string>();
  if (auto bytes = stream::age::bytes_of_base64(text.substr(0, text.find('=')))) return *std::move(bytes);
  throw damaged(subject, "its sealed part is not base64");
}

Manifest manifest_from_json(const Json& json, const std::string& subject) {
  Manifest manifest;
  manifest.format_version = json.at("formatVersion").get<int>();
  manifest.is_closed = json.contains("sealed");
  if (manifest.is_closed) {
    manifest.sealed = sealed_from_json(json, subject);
    manifest.shown_selection_mark = json.value("selectionMark", "");
    manifest.shows_exclusions_only = json.value("excludesOnly", false);
    manifest.text_format = json.value("textFormat", canonical);
  } else {
    manifest.tool = json.at("tool").get<std::string>();
    manifest.server = json.at("server").get<std::string>();
    manifest.selection = json.value("selection", std::vector<std::string>());
    manifest.text_format = json.at("textFormat").get<std::string>();
    manifest.shown_sha256 = json.value("shownSha256", "");
  }
  manifest.database = json.value("database", "");
  manifest.status = status_from_json(json, subject);
  manifest.started_at = time_from_json(json, "startedAt", subject);
  manifest.finished_at = time_from_json(json, "finishedAt", subject);
  if (json.contains("madeAfter")) manifest.made_after = time_from_json(json, "madeAfter", subject);
  for (const Json& record : json.at("collections")) {
    manifest.collections.push_back(record_from_json(record, manifest.is_closed));
    if (record.contains("file")) check_file(manifest.collections.back(), subject);
  }
  return manifest;
}

/// Who a text is for.
enum class Audience { owner, anybody };

/// All but what stands behind the collections.
std::string body_text(const Manifest& manifest, Audience audience) {
  const bool is_whole = audience == Audience::owner;
  Json head;
  head["formatVersion"] = manifest.format_version;
  if (is_whole) {
    head["tool"] = manifest.tool;
    head["server"] = manifest.server;
  }
  if (!manifest.database.empty()) head["database"] = manifest.database;
  if (is_whole) {
    if (!manifest.selection.empty()) head["selection"] = manifest.selection;
    head["textFormat"] = manifest.text_format;
    if (!manifest.shown_sha256.empty()) head["shownSha256"] = manifest.shown_sha256;
  } else {
    if (const std::string mark = selection_mark(manifest); !mark.empty()) {
      head["selectionMark"] = mark;
      if (!is_of_chosen_collections(manifest)) head["excludesOnly"] = true;
    }
    // What clean-up has to know: such a text stands in for none that has all its types.
    if (manifest.text_format != canonical) head["textFormat"] = manifest.text_format;
  }
  head["status"] = manifest.status == Status::complete ? "complete" : "partial";
  head["startedAt"] = utc_text(manifest.started_at);
  head["finishedAt"] = utc_text(manifest.finished_at);
  if (manifest.made_after) head["madeAfter"] = utc_text(*manifest.made_after);
  std::vector<std::string> records;
  for (const CollectionRecord& record : manifest.collections) {
    records.push_back(members(is_whole ? record_to_json(record) : open_record_to_json(record), 6));
  }
  std::string text = fmt::format("{{\n{},\n  \"collections\": [", members(head, 2));
  if (!records.empty()) text += fmt::format("\n    {{\n{}\n    }}\n  ", fmt::join(records, "\n    },\n    {\n"));
  return text + ']';
}

std::string with_checksum(const std::string& text) {
  return fmt::format("{}{}{}{}", text, checksum_opening, stream::checksum_text(text), checksum_closing);
}

Manifest parse_checked(std::string_view text, const std::string& subject) {
  const Json json = parse_json(text);
  check_version(json, subject);
  return manifest_from_json(json, subject);
}

/// What is not a manifest, as Error{damaged}.
template <typename Read>
auto reading(const std::string& subject, Read read) {
  try {
    return read();
  } catch (const Json::exception& error) {
    throw damaged(subject, "it is not a valid manifest: " + json_cause(error));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::invalid_data) throw;
    throw damaged(subject, "it is not a valid manifest: " + error.cause());
  }
}

}  // namespace

std::string to_text(const Manifest& manifest) {
  if (!manifest.sealed.empty()) return text_with_sealed(text_to_show(manifest), manifest.sealed);
  return with_checksum(body_text(manifest, Audience::owner));
}

std::string text_to_show(const Manifest& manifest) {
  return body_text(manifest, Audience::anybody);
}

std::string_view shown_part(std::string_view text) {
  return text.substr(0, text.rfind(sealed_opening));
}

std::string text_with_sealed(std::string_view shown, const std::string& sealed) {
  return with_checksum(fmt::format("{}{}{}\"", shown, sealed_opening, sealed_to_text(sealed)));
}

std::string selection_mark(const Manifest& manifest) {
  return manifest.selection.empty() ? manifest.shown_selection_mark : mark_of_selection(manifest.selection);
}

std::string mark_of_selection(const std::vector<std::string>& selection) {
  if (selection.empty()) return {};
  return stream::age::sha256_text(fmt::format("{}", fmt::join(selection, "\n"))).substr(0, 32);
}

bool is_of_chosen_collections(const Manifest& manifest) {
  if (manifest.selection.empty()) return !manifest.shown_selection_mark.empty() && !manifest.shows_exclusions_only;
  return std::any_of(manifest.selection.begin(), manifest.selection.end(), [](const std::string& choice) {
    return !choice.starts_with("excludeCollection=") && !choice.starts_with("nsExclude=");
  });
}

std::optional<std::chrono::system_clock::time_point> started_at_in_beginning(std::string_view text) {
  // As we write it, one member a line.
  constexpr std::string_view opening = "\n  \"startedAt\": \"";
  const std::size_t found = text.find(opening);
  if (found == std::string_view::npos) return std::nullopt;
  const std::string_view value = text.substr(found + opening.size());
  return parse_utc_text(std::string(value.substr(0, value.find('"'))));
}

std::chrono::system_clock::time_point started_at_in(std::string_view text, const std::string& subject) {
  check_checksum(text, subject);
  if (const auto time = started_at_in_beginning(text)) return *time;
  return parse_manifest(text, subject).started_at;
}

Manifest parse_manifest(std::string_view text, const std::string& subject) {
  return reading(subject, [&] {
    const Json json = parse_json(text);
    check_version(json, subject);
    check_checksum(text, subject);
    return manifest_from_json(json, subject);
  });
}

const std::string& database_of(const Manifest& manifest, const CollectionRecord& record) {
  return record.database.empty() ? manifest.database : record.database;
}

Totals totals_of(const Manifest& manifest) {
  Totals totals;
  totals.collections = manifest.collections.size();
  for (const CollectionRecord& record : manifest.collections) {
    totals.documents += record.documents;
    totals.bson_bytes += record.bson_bytes;
    totals.failed += record.error.empty() ? 0 : 1;
  }
  return totals;
}

std::optional<BriefManifest> parse_brief_manifest(std::string_view text, const std::string& subject,
                                                  const VisitFile& visit) {
  constexpr std::string_view opening = "\n  \"collections\": [";
  constexpr std::string_view closing = "\n  ]";
  const std::size_t begin = text.find(opening);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t records = begin + opening.size();
  const std::size_t end = text.find(closing, records);
  if (end == std::string_view::npos) return std::nullopt;
  BriefManifest brief;
  if (!scan_records(text.substr(records, end - records), brief.totals, visit)) return std::nullopt;
  // What is behind the records is the sealed part, which is as long as they are, and the checksum.
  const bool is_closed = text.substr(end + closing.size()).starts_with(sealed_opening);
  std::string head(text.substr(0, records));
  head += is_closed ? "], \"sealed\": \"\"}" : "]}";
  return reading(subject, [&] {
    brief.manifest = parse_checked(head, subject);
    check_checksum(text, subject);
    return std::optional(std::move(brief));
  });
}

}  // namespace mongokeep::archive
