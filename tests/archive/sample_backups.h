#pragma once

#include "archive/listing.h"
#include "base/text/time_text.h"

namespace mongokeep::test {

inline archive::StoredBackup complete_backup() {
  archive::Manifest manifest;
  manifest.tool = "mongokeep 0.1.0";
  manifest.server = "8.2.11";
  manifest.database = "shop";
  manifest.text_format = "canonical";
  manifest.started_at = *parse_utc_text("2024-02-20T01:00:00.000Z");
  manifest.finished_at = *parse_utc_text("2024-02-20T01:03:05.000Z");
  manifest.collections = {
      {"", "users", "collection", "users.json", 1234, 100000, 123456, "0123456789abcdef0123456789abcdef", "{}", "[]",
       ""},
      {"", "cheap", "view", "", 0, 0, 0, "", R"({"viewOn":"products"})", "[]", ""},
  };
  archive::StoredBackup backup;
  backup.path = "/srv/backup/20th_Feb_2024";
  backup.name = "20th_Feb_2024";
  backup.state = BackupState::complete;
  backup.manifest = manifest;
  backup.totals = archive::totals_of(manifest);
  backup.stored_bytes = 123456;
  backup.files = 1;
  backup.modified = *parse_utc_text("2024-02-20T01:03:05.500Z");
  return backup;
}

inline archive::StoredBackup partial_backup() {
  archive::StoredBackup backup = complete_backup();
  backup.path = "/srv/backup/21st_Feb_2024";
  backup.name = "21st_Feb_2024";
  backup.state = BackupState::partial;
  backup.manifest->status = archive::Status::partial;
  backup.manifest->collections.push_back(
      {"", "orders", "collection", "", 0, 0, 0, "", "{}", "[]", "not authorized on shop to execute command\x1b[2J"});
  backup.totals = archive::totals_of(*backup.manifest);
  return backup;
}

/// A folder without a manifest.
inline archive::StoredBackup bare_folder(std::string name, BackupState state, std::string problem = {}) {
  archive::StoredBackup backup;
  backup.path = "/srv/backup/" + name;
  backup.name = std::move(name);
  backup.state = state;
  backup.stored_bytes = 2048;
  backup.files = 2;
  backup.modified = *parse_utc_text("2023-01-02T03:04:05.006Z");
  backup.problem = std::move(problem);
  return backup;
}

}  // namespace mongokeep::test
