#include "backup/shrinkage_watch.h"

#include <fmt/format.h>

#include <cstdint>
#include <exception>
#include <optional>

#include "archive/backup_order.h"
#include "backup/shrinkage.h"
#include "base/text/counted.h"

namespace mongokeep::backup {

namespace {

using archive::Manifest;
using archive::StoredBackup;

/// The run holds the root meanwhile: of a root that is full of other databases' backups no more are looked into.
constexpr int most_looked_at = 100;

/// The newest complete backup beside `folder` that has all the collections that are in it.
std::optional<StoredBackup> previous_backup(const Manifest& manifest, const std::filesystem::path& folder, Log& log) {
  archive::NewestFirst backups(folder.parent_path());
  const archive::Subject subject = subject_of(manifest);
  bool has_warned = false;
  for (int looked_at = 0; looked_at < most_looked_at; ++looked_at) {
    std::optional<StoredBackup> backup = backups.next();
    if (!backup) break;
    if (backup->name == folder.filename() || is_misdated(*backup, manifest.finished_at)) continue;
    if (backup->state == BackupState::complete && head_of(*backup)->subject.covers(subject)) return backup;
    if (is_broken(*backup) && !has_warned) {
      log.warning("Cannot compare with an older backup", {{"path", backup->path.string()}, {"error", backup->problem}});
      has_warned = true;
    }
  }
  return std::nullopt;
}

const char* message_for(Shrinkage::Kind kind) {
  switch (kind) {
    case Shrinkage::Kind::emptied: return "Collection came back empty";
    case Shrinkage::Kind::shrunk: return "Collection has shrunk";
    case Shrinkage::Kind::gone: return "Collection is gone";
  }
  return "Collection has shrunk";
}

std::string documents_text(std::uint64_t count) {
  return counted(count, "document");
}

std::string sentence_for(const Shrinkage& shrinkage, const std::string& previous) {
  const std::string name =
      shrinkage.database.empty() ? shrinkage.name : fmt::format("{}.{}", shrinkage.database, shrinkage.name);
  const std::string before = documents_text(shrinkage.previous_documents);
  switch (shrinkage.kind) {
    case Shrinkage::Kind::emptied: return fmt::format("{} came back empty; it had {} in {}.", name, before, previous);
    case Shrinkage::Kind::gone: return fmt::format("{} is gone; it had {} in {}.", name, before, previous);
    case Shrinkage::Kind::shrunk: break;
  }
  return fmt::format("{} has shrunk to {}; it had {} in {}.", name, documents_text(shrinkage.documents), before,
                     previous);
}

void log_warning(const Shrinkage& shrinkage, const StoredBackup& previous, Log& log) {
  std::vector<LogField> fields = {{"collectionName", shrinkage.name}};
  if (!shrinkage.database.empty()) fields.push_back({"database", shrinkage.database});
  fields.push_back({"documentCount", static_cast<std::int64_t>(shrinkage.documents)});
  fields.push_back({"previousDocumentCount", static_cast<std::int64_t>(shrinkage.previous_documents)});
  fields.push_back({"previousBackup", previous.path.string()});
  log.warning(message_for(shrinkage.kind), std::move(fields));
}

}  // namespace

std::vector<std::string> watch_for_shrinkage(const BackupSettings& settings, const Manifest& manifest,
                                             const std::filesystem::path& folder, Log& log) {
  std::vector<std::string> warnings;
  try {
    const std::optional<StoredBackup> previous = previous_backup(manifest, folder, log);
    if (!previous) return warnings;
    if (!previous->manifest->sealed.empty() && manifest.sealed.empty()) {
      log.warning("Earlier backups were encrypted; this one is not", {{"previousBackup", previous->path.string()}});
      warnings.push_back(fmt::format("The backup is not encrypted, although {} was.", previous->name));
    }
    for (const Shrinkage& shrinkage : shrunken(*previous->manifest, manifest, settings.warn_shrink_percent,
                                               selection_of(settings).empty() ? Scope::everything : Scope::chosen)) {
      log_warning(shrinkage, *previous, log);
      warnings.push_back(sentence_for(shrinkage, previous->name));
    }
  } catch (const std::exception& error) {
    // The new backup is published and whole, whatever is wrong with the older ones.
    log.warning("Cannot compare with older backups", {{"error", error.what()}});
  }
  return warnings;
}

}  // namespace mongokeep::backup
