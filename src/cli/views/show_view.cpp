#include "cli/views/show_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json/json.h"
#include "base/text/quantity.h"
#include "base/text/time_text.h"
#include "cli/terminal/table.h"
#include "cli/views/backup_json.h"

namespace mongokeep::cli {

namespace {

constexpr std::string_view closed_text = "yes (give --identity FILE to see the rest of the manifest)";

std::string field(std::string_view name, std::string_view value) {
  return fmt::format("{:<10}{}\n", name, printable(value));
}

/// What a status that is not the best of all means for who wants to restore.
std::string meaning(BackupState state) {
  switch (state) {
    case BackupState::complete: return "complete";
    case BackupState::partial: return "partial: some collections failed, see below";
    case BackupState::damaged: return "damaged: do not rely on it";
    case BackupState::unreadable: return "unreadable: this user has no permission to read it";
    case BackupState::legacy: return "legacy: made by an older system, without a manifest";
    case BackupState::unfinished: return "unfinished: still running, or left by a run that died";
    case BackupState::foreign: return "foreign: not a backup";
  }
  return "";
}

/// In a backup of one database, which is told once, the name alone.
std::string full_name(const BackupCollection& record, const BackupFacts& facts) {
  return facts.database.empty() && !record.database.empty() ? record.database + "." + record.name : record.name;
}

std::string format_text(const BackupFacts& facts) {
  const std::string version = fmt::format("version {}", facts.format_version);
  return facts.is_closed ? version : fmt::format("{}, {} text", version, facts.text_format);
}

std::string header(const BackupEntry& backup, const std::string& zone) {
  std::string text =
      field("Name", backup.name) + field("Path", backup.path.string()) + field("Status", meaning(backup.state));
  if (!backup.problem.empty()) text += field("Problem", backup.problem);
  if (backup.facts) {
    const BackupFacts& facts = *backup.facts;
    const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(facts.finished_at - facts.started_at);
    text += field("Database", facts.database.empty() ? "(all)" : facts.database);
    if (facts.is_encrypted) text += field("Encrypted", facts.is_closed ? closed_text : "yes");
    if (!facts.is_closed) text += field("Server", facts.server) + field("Tool", facts.tool);
    text += field("Started", local_time_text(facts.started_at, zone));
    text +=
        field("Finished", fmt::format("{} ({})", local_time_text(facts.finished_at, zone), duration_text(duration)));
    if (!facts.selection.empty()) text += field("Selection", fmt::format("{}", fmt::join(facts.selection, ", ")));
    text += field("Format", format_text(facts));
  } else {
    text += field("Modified", local_time_text(backup.modified, zone));
  }
  return text + field("Size", fmt::format("{} in {}", size_text(backup.stored_bytes), counted(backup.files, "file")));
}

std::string note_for(const BackupCollection& record) {
  if (!record.error.empty()) return "failed";
  if (record.enveloped > 0) return fmt::format("{} as bytes", count_text(record.enveloped));
  if (!record.file.empty()) return "";
  return record.type.empty() ? "nothing stored" : "definition only";
}

std::string collections(const BackupEntry& backup, std::optional<std::size_t> width) {
  if (backup.collections.empty()) return "\nNo collections.\n";
  Table table({{.heading = "COLLECTION", .fit = Table::Fit::cut},
               {.heading = "TYPE"},
               {.heading = "DOCUMENTS", .align = Align::right},
               {.heading = "SIZE", .align = Align::right},
               {.heading = "FILE", .fit = Table::Fit::cut},
               {.heading = "NOTE"}});
  for (const BackupCollection& record : backup.collections) {
    const bool stored = !record.file.empty();
    table.add_row({full_name(record, *backup.facts), record.type, stored ? count_text(record.documents) : "",
                   stored ? size_text(record.stored_bytes) : "", record.file, note_for(record)});
  }
  return "\n" + table.text(width);
}

std::string failures(const BackupEntry& backup) {
  std::string text;
  for (const BackupCollection& record : backup.collections) {
    if (!record.error.empty())
      text += fmt::format("  {}: {}\n", printable(full_name(record, *backup.facts)), printable(record.error));
  }
  return text.empty() ? text : "\nFailures:\n" + text;
}

Json member(const Json& object, const char* name) {
  return object.contains(name) ? object.at(name) : Json();
}

/// `stored` is the manifest's text.
Json collections_json(const BackupEntry& backup, const Json& stored) {
  Json list = Json::array();
  for (std::size_t i = 0; i < backup.collections.size(); ++i) {
    const BackupCollection& record = backup.collections[i];
    const Json& text = stored.at("collections").at(i);
    list.push_back({{"database", text_or_null(backup.facts->database.empty() ? record.database : std::string())},
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

std::string show_text(const BackupEntry& backup, const std::string& zone, std::optional<std::size_t> width) {
  std::string text = header(backup, zone);
  if (backup.facts) {
    text += collections(backup, width) + failures(backup);
    text += fmt::format("\nNot included: {}.\n", fmt::join(backup.not_held, ", "));
  }
  return text;
}

Json show_json(const BackupEntry& backup) {
  Json json = backup_json(backup);
  // As the file has it, under the names that all results have; its checksum is of the file's bytes and says nothing
  // about these.
  const Json stored = backup.facts ? parse_json(backup.manifest_text) : Json::object();
  for (const char* const name : {"formatVersion", "tool", "server", "textFormat", "selection", "selectionMark",
                                 "excludesOnly", "madeAfter", "shownSha256"}) {
    json[name] = member(stored, name);
  }
  if (backup.facts) json["textFormat"] = backup.facts->text_format;
  json["collections"] = backup.facts ? collections_json(backup, stored) : Json();
  json["notHeld"] = backup.facts ? Json(backup.not_held) : Json();
  return json;
}

}  // namespace mongokeep::cli
