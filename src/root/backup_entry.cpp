#include "root/backup_entry.h"

#include <utility>

#include "archive/not_held.h"

namespace mongokeep {

std::string_view to_text(BackupState state) {
  switch (state) {
    case BackupState::complete: return "complete";
    case BackupState::partial: return "partial";
    case BackupState::damaged: return "damaged";
    case BackupState::unreadable: return "unreadable";
    case BackupState::legacy: return "legacy";
    case BackupState::unfinished: return "unfinished";
    case BackupState::foreign: return "foreign";
  }
  return "foreign";
}

namespace root {

namespace {

using archive::CollectionRecord;
using archive::Manifest;
using archive::StoredBackup;

BackupFacts facts_of(const Manifest& manifest, const archive::Totals& totals) {
  BackupFacts facts;
  facts.database = manifest.database;
  facts.selection = manifest.selection;
  facts.format_version = manifest.format_version;
  facts.text_format = manifest.text_format;
  facts.server = manifest.server;
  facts.tool = manifest.tool;
  facts.is_encrypted = manifest.is_closed || !manifest.sealed.empty();
  facts.is_closed = manifest.is_closed;
  facts.started_at = manifest.started_at;
  facts.finished_at = manifest.finished_at;
  facts.collections = totals.collections;
  facts.failed_collections = totals.failed;
  facts.documents = totals.documents;
  facts.bson_bytes = totals.bson_bytes;
  return facts;
}

BackupCollection collection_of(const CollectionRecord& record, const std::string& database) {
  BackupCollection collection;
  collection.database = record.database.empty() ? database : record.database;
  collection.name = record.name;
  collection.type = record.type;
  collection.file = record.file;
  collection.documents = record.documents;
  collection.bson_bytes = record.bson_bytes;
  collection.stored_bytes = record.stored_bytes;
  collection.enveloped = record.enveloped;
  collection.error = record.error;
  return collection;
}

/// What was opened is shown, and what is closed is nothing to read.
std::string text_of(Manifest manifest) {
  if (!manifest.is_closed) manifest.sealed.clear();
  return archive::to_text(manifest);
}

}  // namespace

BackupEntry entry_of(const StoredBackup& backup) {
  BackupEntry entry;
  entry.path = backup.path;
  entry.name = backup.name;
  entry.state = backup.state;
  entry.problem = backup.problem;
  entry.stored_bytes = backup.stored_bytes;
  entry.files = backup.files;
  entry.modified = backup.modified;
  if (!backup.manifest) return entry;
  entry.facts = facts_of(*backup.manifest, backup.totals);
  for (const CollectionRecord& record : backup.manifest->collections) {
    entry.collections.push_back(collection_of(record, backup.manifest->database));
  }
  return entry;
}

BackupEntry shown_entry(const StoredBackup& backup) {
  BackupEntry entry = entry_of(backup);
  if (!backup.manifest) return entry;
  entry.not_held = archive::not_held(*backup.manifest);
  entry.manifest_text = text_of(*backup.manifest);
  return entry;
}

CleanupDecision decision_of(const retention::Decision& decision) {
  const bool goes = decision.verdict == retention::Verdict::remove;
  return {entry_of(decision.backup), decision.age,
          goes ? CleanupDecision::Verdict::remove : CleanupDecision::Verdict::keep, decision.reason};
}

}  // namespace root

}  // namespace mongokeep
