#include "cli/views/show_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "archive/not_held.h"
#include "base/json.h"
#include "base/quantity.h"
#include "base/time_text.h"
#include "cli/terminal/table.h"
#include "cli/views/backup_json.h"

namespace mongokeep::cli {

namespace {

using archive::CollectionRecord;
using archive::Manifest;
using archive::StoredBackup;

constexpr std::string_view closed_text = "yes; --identity FILE shows the rest of the manifest";

std::string field(std::string_view name, std::string_view value) {
  return fmt::format("{:<10}{}\n", name, printable(value));
}

/// What a status that is not the best of all means for who wants to restore.
std::string meaning(archive::Standing standing) {
  switch (standing) {
    case archive::Standing::complete: return "complete";
    case archive::Standing::partial: return "partial: some collections failed, see below";
    case archive::Standing::damaged: return "damaged: it cannot be relied on";
    case archive::Standing::unreadable: return "unreadable: the file system does not let this user look";
    case archive::Standing::legacy: return "legacy: made by an older system, without a manifest";
    case archive::Standing::unfinished: return "unfinished: still running, or left by a run that died";
    case archive::Standing::foreign: return "foreign: not a backup";
  }
  return "";
}

std::string full_name(const CollectionRecord& record) {
  return record.database.empty() ? record.name : record.database + "." + record.name;
}

std::string format_text(const Manifest& manifest) {
  const std::string version = fmt::format("version {}", manifest.format_version);
  return manifest.is_closed ? version : fmt::format("{}, {} text", version, manifest.text_format);
}

std::string header(const StoredBackup& backup, const std::string& zone) {
  std::string text =
      field("Name", backup.name) + field("Path", backup.path.string()) + field("Status", meaning(backup.standing));
  if (!backup.problem.empty()) text += field("Problem", backup.problem);
  if (backup.manifest) {
    const Manifest& manifest = *backup.manifest;
    const auto duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(manifest.finished_at - manifest.started_at);
    text += field("Database", manifest.database.empty() ? "(all)" : manifest.database);
    if (!manifest.sealed.empty()) text += field("Encrypted", manifest.is_closed ? closed_text : "yes");
    if (!manifest.is_closed) text += field("Server", manifest.server) + field("Tool", manifest.tool);
    text += field("Started", local_time_text(manifest.started_at, zone));
    text +=
        field("Finished", fmt::format("{} ({})", local_time_text(manifest.finished_at, zone), duration_text(duration)));
    if (!manifest.selection.empty()) text += field("Selection", fmt::format("{}", fmt::join(manifest.selection, ", ")));
    text += field("Format", format_text(manifest));
  } else {
    text += field("Modified", local_time_text(backup.modified, zone));
  }
  return text + field("Size", fmt::format("{} in {}", size_text(backup.stored_bytes), counted(backup.files, "file")));
}

std::string note_for(const CollectionRecord& record) {
  if (!record.error.empty()) return "failed";
  if (record.enveloped > 0) return fmt::format("{} as bytes", count_text(record.enveloped));
  if (!record.file.empty()) return "";
  return record.type.empty() ? "nothing stored" : "definition only";
}

std::string collections(const Manifest& manifest, std::optional<std::size_t> width) {
  if (manifest.collections.empty()) return "\nNo collections.\n";
  Table table({{.heading = "COLLECTION", .fit = Table::Fit::cut},
               {.heading = "TYPE"},
               {.heading = "DOCUMENTS", .align = Align::right},
               {.heading = "SIZE", .align = Align::right},
               {.heading = "FILE", .fit = Table::Fit::cut},
               {.heading = "NOTE"}});
  for (const CollectionRecord& record : manifest.collections) {
    const bool stored = !record.file.empty();
    table.add_row({full_name(record), record.type, stored ? count_text(record.documents) : "",
                   stored ? size_text(record.stored_bytes) : "", record.file, note_for(record)});
  }
  return "\n" + table.text(width);
}

std::string failures(const Manifest& manifest) {
  std::string text;
  for (const CollectionRecord& record : manifest.collections) {
    if (!record.error.empty()) text += fmt::format("  {}: {}\n", printable(full_name(record)), printable(record.error));
  }
  return text.empty() ? text : "\nFailures:\n" + text;
}

Json member(const Json& object, const char* name) {
  return object.contains(name) ? object.at(name) : Json();
}

/// `stored` is the manifest's text.
Json collections_json(const StoredBackup& backup, const Json& stored) {
  Json list = Json::array();
  for (std::size_t i = 0; i < backup.manifest->collections.size(); ++i) {
    const CollectionRecord& record = backup.manifest->collections[i];
    const Json& text = stored.at("collections").at(i);
    list.push_back({{"database", text_or_null(record.database)},
                    {"name", record.name},
                    {"type", text_or_null(record.type)},
                    {"filePath", record.file.empty() ? Json() : Json((backup.path / record.file).string())},
                    {"documentCount", member(text, "documents")},
                    {"bsonBytes", member(text, "bsonBytes")},
                    {"storedBytes", member(text, "storedBytes")},
                    {"xxh3_128", member(text, "xxh3_128")},
                    {"keyMark", member(text, "keyMark")},
                    {"options", member(text, "options")},
                    {"indexes", member(text, "indexes")},
                    {"order", member(text, "order")},
                    {"envelopedCount", member(text, "enveloped")},
                    {"exists", member(text, "exists")},
                    {"error", text_or_null(record.error)}});
  }
  return list;
}

}  // namespace

std::string show_text(const StoredBackup& backup, const std::string& zone, std::optional<std::size_t> width) {
  std::string text = header(backup, zone);
  if (backup.manifest) {
    const Manifest& manifest = *backup.manifest;
    text += collections(manifest, width) + failures(manifest);
    text += fmt::format("\nNot in it: {}.\n", fmt::join(archive::not_held(manifest), ", "));
  }
  return text;
}

Json show_json(const StoredBackup& backup) {
  Json json = backup_json(backup);
  // As the file has it, under the names that all results have; its checksum is of the file's bytes and says nothing
  // about these. What was opened is shown, and what is closed is nothing to read.
  Json stored = Json::object();
  if (backup.manifest) {
    Manifest whole = *backup.manifest;
    if (!whole.is_closed) whole.sealed.clear();
    stored = parse_json(archive::to_text(whole));
  }
  for (const char* const name : {"formatVersion", "tool", "server", "textFormat", "selection", "selectionMark",
                                 "excludesOnly", "madeAfter", "shownSha256"}) {
    json[name] = member(stored, name);
  }
  if (backup.manifest) json["textFormat"] = backup.manifest->text_format;
  json["collections"] = backup.manifest ? collections_json(backup, stored) : Json();
  json["notHeld"] = backup.manifest ? Json(archive::not_held(*backup.manifest)) : Json();
  return json;
}

}  // namespace mongokeep::cli
