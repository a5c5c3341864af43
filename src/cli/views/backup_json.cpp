#include "cli/views/backup_json.h"

#include <chrono>

#include "base/text/time_text.h"

namespace mongokeep::cli {

Json folder_json(const BackupEntry& backup) {
  Json json = Json::object();
  json["name"] = backup.name;
  json["path"] = backup.path.string();
  json["status"] = to_text(backup.state);
  json["problem"] = text_or_null(backup.problem);
  json["storedBytes"] = backup.stored_bytes;
  json["fileCount"] = backup.files;
  json["modifiedAt"] = utc_text(backup.modified);
  return json;
}

Json backup_json(const BackupEntry& backup) {
  const auto known = [&](auto read) { return backup.facts ? Json(read(*backup.facts)) : Json(); };
  Json json = folder_json(backup);
  json["database"] = known([](const BackupFacts& m) { return text_or_null(m.database); });
  json["encrypted"] = known([](const BackupFacts& m) { return m.is_encrypted; });
  json["startedAt"] = known([](const BackupFacts& m) { return utc_text(m.started_at); });
  json["finishedAt"] = known([](const BackupFacts& m) { return utc_text(m.finished_at); });
  json["durationMs"] = known([](const BackupFacts& m) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(m.finished_at - m.started_at).count();
  });
  json["collectionCount"] = known([](const BackupFacts& m) { return m.collections; });
  json["failedCount"] = known([](const BackupFacts& m) { return m.failed_collections; });
  json["documentCount"] = known([](const BackupFacts& m) { return m.documents; });
  json["bsonBytes"] = known([](const BackupFacts& m) { return m.bson_bytes; });
  return json;
}

}  // namespace mongokeep::cli
