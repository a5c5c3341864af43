#include "cli/views/backup_json.h"

#include "base/time_text.h"
#include "cli/views/standing_text.h"

namespace mongokeep::cli {

Json folder_json(const archive::StoredBackup& backup) {
  Json json;
  json["name"] = backup.name;
  json["path"] = backup.path.string();
  json["status"] = standing_text(backup.standing);
  json["problem"] = backup.problem.empty() ? Json() : Json(backup.problem);
  json["storedBytes"] = backup.stored_bytes;
  json["files"] = backup.files;
  json["modifiedAt"] = utc_text(backup.modified);
  return json;
}

}  // namespace mongokeep::cli
