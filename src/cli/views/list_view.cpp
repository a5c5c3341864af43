#include "cli/views/list_view.h"

#include <fmt/format.h>

#include "base/text/quantity.h"
#include "base/text/time_text.h"
#include "cli/terminal/table.h"
#include "cli/views/backup_json.h"

namespace mongokeep::cli {

namespace {

std::chrono::milliseconds time_taken(const BackupFacts& facts) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(facts.finished_at - facts.started_at);
}

std::string note_for(const BackupEntry& backup) {
  if (backup.state == BackupState::partial) return fmt::format("{} failed", backup.facts->failed_collections);
  // Of an older system's backup there is nothing else to count.
  if (backup.state == BackupState::legacy) return fmt::format("{}; {}", backup.problem, counted(backup.files, "file"));
  return backup.problem;
}

}  // namespace

std::string list_table(const std::vector<BackupEntry>& backups, const std::string& zone) {
  Table table({{"NAME"},
               {"STATUS"},
               {"STARTED"},
               {"DURATION", Align::right},
               {"COLLECTIONS", Align::right},
               {"DOCUMENTS", Align::right},
               {"SIZE", Align::right},
               {"NOTE"}});
  for (const BackupEntry& backup : backups) {
    std::vector<std::string> row{backup.name, std::string(to_text(backup.state))};
    if (backup.facts) {
      const BackupFacts& facts = *backup.facts;
      row.push_back(local_time_text(facts.started_at, zone));
      row.push_back(duration_text(time_taken(facts)));
      row.push_back(count_text(facts.collections));
      row.push_back(count_text(facts.documents));
    } else {
      row.insert(row.end(), {"", "", "", ""});
    }
    row.push_back(size_text(backup.stored_bytes));
    row.push_back(note_for(backup));
    table.add_row(std::move(row));
  }
  return table.text();
}

Json list_json(const std::vector<BackupEntry>& backups) {
  Json list = Json::array();
  for (const BackupEntry& backup : backups) list.push_back(backup_json(backup));
  return list;
}

}  // namespace mongokeep::cli
