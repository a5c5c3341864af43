// The text of a manifest, as it is read. Whoever can write to a root can write any manifest, its checksum too.

#include <fmt/format.h>

#include <climits>
#include <functional>
#include <utility>
#include <vector>

#include "archive/manifest.h"
#include "archive/manifest_form.h"
#include "archive/record_reading.h"
#include "archive/record_scan.h"
#include "base/json/json_members.h"
#include "base/text/counted.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "stream/age/base64.h"
#include "stream/checksum.h"

namespace mongokeep::archive {

namespace {

/// Stands where the reason of a failure can be read with a key alone.
constexpr std::string_view sealed_error = "the reason is encrypted: give the identity to see it";

Error damaged(const std::string& subject, const std::string& cause, const std::string& hint = {}) {
  return Error(ErrorKind::damaged, "read the manifest", subject, cause, hint);
}

/// A collection as it stands in the text; whether the manifest is closed is known at its end only.
struct FoundRecord {
  CollectionRecord record;
  bool is_marked_failed = false;  ///< what a closed one says of it
};
using TakeRecord = std::function<void(FoundRecord)>;

/// Reads collections one by one. What is wrong with one is told once all of the text is known to be JSON, and to be of
/// a version that we know.
class RecordIntake {
 public:
  explicit RecordIntake(const TakeRecord& take) : take_(take) {}

  void enter(const Json& json) {
    if (!problem_.empty()) return;
    if (++count_ > Manifest::most_collections) {
      problem_ = fmt::format("it lists more than {} collections", count_text(Manifest::most_collections));
      return;
    }
    FoundRecord found;
    note(problem_, [&] { read_shown_members(json, found.record); });
    if (own_problem_.empty()) note(own_problem_, [&] { read_own_members(json, found.record); });
    note(closed_problem_, [&] { found.is_marked_failed = is_true_at(json, "failed"); });
    if (problem_.empty()) take_(std::move(found));
  }

  const std::string& problem(bool is_closed) const {
    if (!problem_.empty()) return problem_;
    return is_closed ? closed_problem_ : own_problem_;
  }

 private:
  template <typename Read>
  static void note(std::string& problem, Read read) {
    try {
      read();
    } catch (const Error& error) {
      if (problem.empty()) problem = error.cause();
    }
  }

  const TakeRecord& take_;
  std::size_t count_ = 0;
  std::string problem_;
  std::string own_problem_;     ///< of what a closed manifest does not have
  std::string closed_problem_;  ///< of what only a closed one has
};

JsonMembers manifest_members(const JsonMembers::TakeElement& take_record) {
  JsonMembers members;
  for (const char* const name : {"formatVersion", "tool", "server", "database", "textFormat", "shownSha256",
                                 "selectionMark", "excludesOnly", "status", "startedAt", "finishedAt", "madeAfter"}) {
    members.value(name);
  }
  return members.list("selection").long_value("sealed").objects("collections", record_members(), take_record);
}

std::chrono::system_clock::time_point time_at(const Json& json, const char* key) {
  const auto time = parse_utc_text(string_at(json, key));
  if (!time) throw not_json(fmt::format("`{}` is not a UTC time in ISO 8601 with milliseconds", key));
  return *time;
}

Status status_at(const Json& json) {
  const std::string text = string_at(json, "status");
  if (text == "complete") return Status::complete;
  if (text == "partial") return Status::partial;
  throw not_json("`status` is neither `complete` nor `partial`");
}

std::vector<std::string> selection_at(const Json& json) {
  std::vector<std::string> selection;
  if (!json.contains("selection")) return selection;
  for (const Json& choice : json.at("selection")) {
    if (!choice.is_string()) throw not_json("`selection` is not an array of strings");
    selection.push_back(choice.get<std::string>());
  }
  return selection;
}

std::string sealed_at(const Json& json) {
  const std::string text = string_at(json, "sealed");
  if (auto bytes = stream::age::bytes_of_base64(without_padding(text))) return *std::move(bytes);
  throw not_json("its sealed part is not base64");
}

int version_in(const Json& json, const std::string& subject) {
  const auto version = static_cast<int>(whole_number_at(json, "formatVersion", INT_MAX));
  if (version > Manifest::current_format_version) {
    throw damaged(subject,
                  fmt::format("its format version is {}, but this program reads only versions up to {}", version,
                              Manifest::current_format_version),
                  "Use a newer version of mongokeep");
  }
  if (version < 1) throw damaged(subject, fmt::format("{} is not a format version", version));
  return version;
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

/// All but the collections.
Manifest head_in(const Json& json) {
  Manifest manifest;
  manifest.is_closed = json.contains("sealed");
  if (manifest.is_closed) {
    manifest.sealed = sealed_at(json);
    manifest.shown_selection_mark = string_or_none_at(json, "selectionMark");
    manifest.shows_exclusions_only = is_true_at(json, "excludesOnly");
    manifest.text_format = json.contains("textFormat") ? string_at(json, "textFormat") : canonical_text;
  } else {
    manifest.tool = string_at(json, "tool");
    manifest.server = string_at(json, "server");
    manifest.selection = selection_at(json);
    manifest.text_format = string_at(json, "textFormat");
    manifest.shown_sha256 = string_or_none_at(json, "shownSha256");
  }
  manifest.database = string_or_none_at(json, "database");
  if (json.contains("database") && !is_possible_name(manifest.database)) throw not_json("`database` is no name");
  manifest.status = status_at(json);
  manifest.started_at = time_at(json, "startedAt");
  manifest.finished_at = time_at(json, "finishedAt");
  if (json.contains("madeAfter")) manifest.made_after = time_at(json, "madeAfter");
  if (!json.contains("collections")) throw not_json("`collections` is missing");
  return manifest;
}

/// What is not a manifest, as Error{damaged}.
template <typename Read>
auto reading(const std::string& subject, Read read) {
  try {
    return read();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::invalid_data) throw;
    throw damaged(subject, "it is not a valid manifest: " + error.cause());
  }
}

/// The text that `checked` is, whatever part of a manifest's it is; its collections are given to `take`, in any case
/// before the end of the text is seen.
Manifest read_events(std::string_view text, std::string_view checked, const std::string& subject,
                     const TakeRecord& take) {
  return reading(subject, [&] {
    RecordIntake intake(take);
    const Json json = parse_members(text, manifest_members([&](const Json& record) { intake.enter(record); }));
    const int version = version_in(json, subject);
    check_checksum(checked, subject);
    Manifest manifest = head_in(json);
    manifest.format_version = version;
    if (const std::string& problem = intake.problem(manifest.is_closed); !problem.empty()) throw not_json(problem);
    return manifest;
  });
}

/// What can be seen of a collection of a closed manifest.
CollectionRecord closed_record(FoundRecord found) {
  CollectionRecord record;
  record.database = std::move(found.record.database);
  record.name = std::move(found.record.name);
  record.file = std::move(found.record.file);
  record.documents = found.record.documents;
  record.bson_bytes = found.record.bson_bytes;
  record.stored_bytes = found.record.stored_bytes;
  record.xxh3_128 = std::move(found.record.xxh3_128);
  if (found.is_marked_failed) record.error = sealed_error;
  return record;
}

}  // namespace

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
  std::vector<FoundRecord> records;
  Manifest manifest = read_events(text, text, subject, [&](FoundRecord found) { records.push_back(std::move(found)); });
  manifest.collections.reserve(records.size());
  for (FoundRecord& found : records) {
    manifest.collections.push_back(manifest.is_closed ? closed_record(std::move(found)) : std::move(found.record));
  }
  return manifest;
}

BriefManifest parse_brief_manifest(std::string_view text, const std::string& subject, const VisitFile& visit) {
  BriefManifest brief;
  std::uint64_t failed_if_closed = 0;
  brief.manifest = read_events(text, text, subject, [&](FoundRecord found) {
    brief.totals.add(found.record);
    failed_if_closed += found.is_marked_failed ? 1 : 0;
    if (!found.record.file.empty()) visit(found.record.file, found.record.stored_bytes);
  });
  if (brief.manifest.is_closed) brief.totals.failed = failed_if_closed;
  return brief;
}

std::optional<BriefManifest> scan_manifest(std::string_view text, const VisitFile& visit) {
  const std::size_t begin = text.find(collections_opening);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t records = begin + collections_opening.size();
  const std::size_t end = text.find(collections_closing, records);
  if (end == std::string_view::npos) return std::nullopt;
  // What is behind the records is the sealed part, which is as long as they are, and the checksum.
  std::string_view rest = text.substr(end + collections_closing.size());
  const bool is_closed = rest.starts_with(sealed_opening);
  if (is_closed) {
    rest.remove_prefix(sealed_opening.size());
    const std::string_view sealed = rest.substr(0, rest.find('"'));
    rest.remove_prefix(sealed.size());
    if (!rest.starts_with('"') || !stream::age::is_base64(without_padding(sealed))) return std::nullopt;
    rest.remove_prefix(1);
  }
  // check_checksum() takes the last one there is; between this and that there might be anything.
  constexpr std::size_t checksum_digits = 32;
  const std::size_t checksum_size = checksum_opening.size() + checksum_digits + checksum_closing.size();
  if (!rest.starts_with(checksum_opening) || rest.size() != checksum_size) return std::nullopt;
  BriefManifest brief;
  if (!scan_records(text.substr(records, end - records), is_closed, brief.totals, visit)) return std::nullopt;
  std::string head(text.substr(0, records));
  head += is_closed ? "], \"sealed\": \"\"}" : "]}";
  try {
    brief.manifest = read_events(head, text, "", [](const FoundRecord&) {});
  } catch (const Error&) {
    // Whoever reads all of it says what is wrong.
    return std::nullopt;
  }
  if (brief.manifest.is_closed != is_closed) return std::nullopt;
  return brief;
}

}  // namespace mongokeep::archive
