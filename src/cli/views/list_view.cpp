#include "cli/views/list_view.h"

#include <fmt/format.h>

#include "base/quantity.h"
#include "cli/terminal/table.h"
#include "cli/views/backup_json.h"
#include "cli/views/standing_text.h"

namespace mongokeep::cli {

namespace {

using archive::Manifest;
using archive::StoredBackup;

std::chrono::milliseconds time_taken(const Manifest& manifest) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(manifest.finished_at - manifest.started_at);
}

std::string note_for(const StoredBackup& backup) {
  if (backup.standing == archive::Standing::partial) return fmt::format("{} failed", backup.totals.failed);
  // Of an older system's backup there is nothing else to count.
  if (backup.standing == archive::Standing::legacy)
    return fmt::format("{}; {}", backup.problem, counted(backup.files, "file"));
  return backup.problem;
}

}  // namespace

std::string list_table(const std::vector<StoredBackup>& backups, const std::string& zone) {
  Table table({{"NAME"},
               {"STATUS"},
               {"STARTED"},
               {"DURATION", Align::right},
               {"COLLECTIONS", Align::right},
               {"DOCUMENTS", Align::right},
               {"SIZE", Align::right},
               {"NOTE"}});
  for (const StoredBackup& backup : backups) {
    std::vector<std::string> row{backup.name, std::string(standing_text(backup.standing))};
    if (backup.manifest) {
      const Manifest& manifest = *backup.manifest;
      row.push_back(local_time_text(manifest.started_at, zone));
      row.push_back(duration_text(time_taken(manifest)));
      row.push_back(count_text(backup.totals.collections));
      row.push_back(count_text(backup.totals.documents));
    } else {
      row.insert(row.end(), {"", "", "", ""});
    }
    row.push_back(size_text(backup.stored_bytes));
    row.push_back(note_for(backup));
    table.add_row(std::move(row));
  }
  return table.text();
}

Json list_json(const std::vector<StoredBackup>& backups) {
  Json list = Json::array();
  for (const StoredBackup& backup : backups) list.push_back(backup_json(backup));
  return list;
}

}  // namespace mongokeep::cli
