#include "cli/views/backup_json.h"

#include "base/time_text.h"
#include "cli/views/standing_text.h"

namespace mongokeep::cli {

nlohmann::ordered_json folder_json(const archive::StoredBackup& backup) {
  nlohmann::ordered_json json;
  json["name"] = backup.name;
  json["path"] = backup.path.string();
  json["status"] = standing_text(backup.standing);
  json["problem"] = backup.problem.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(backup.problem);
  json["storedBytes"] = backup.stored_bytes;
  json["files"] = backup.files;
  json["modifiedAt"] = utc_text(backup.modified);
  return json;
}

std::string result_text(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace mongokeep::cli
