#include "cli/views/backup_json.h"

#include <chrono>

#include "base/time_text.h"
#include "cli/views/standing_text.h"

namespace mongokeep::cli {

using archive::Manifest;

Json folder_json(const archive::StoredBackup& backup) {
  Json json;
  json["name"] = backup.name;
  json["path"] = backup.path.string();
  json["status"] = standing_text(backup.standing);
  json["problem"] = text_or_null(backup.problem);
  json["storedBytes"] = backup.stored_bytes;
  json["fileCount"] = backup.files;
  json["modifiedAt"] = utc_text(backup.modified);
  return json;
}

Json backup_json(const archive::StoredBackup& backup) {
  const auto known = [&](auto read) { return backup.manifest ? Json(read(*backup.manifest)) : Json(); };
  Json json = folder_json(backup);
  json["database"] = known([](const Manifest& m) { return text_or_null(m.database); });
  json["encrypted"] = known([](const Manifest& m) { return m.is_closed || !m.sealed.empty(); });
  json["startedAt"] = known([](const Manifest& m) { return utc_text(m.started_at); });
  json["finishedAt"] = known([](const Manifest& m) { return utc_text(m.finished_at); });
  json["durationMs"] = known([](const Manifest& m) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(m.finished_at - m.started_at).count();
  });
  json["collectionCount"] = known([&](const Manifest&) { return backup.totals.collections; });
  json["failedCount"] = known([&](const Manifest&) { return backup.totals.failed; });
  json["documentCount"] = known([&](const Manifest&) { return backup.totals.documents; });
  json["bsonBytes"] = known([&](const Manifest&) { return backup.totals.bson_bytes; });
  return json;
}

}  // namespace mongokeep::cli
