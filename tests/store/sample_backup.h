#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "archive/pending_backup.h"
#include "archive/sample_manifest.h"
#include "archive/stored_file.h"

namespace mongokeep::test {

/// Publishes a backup of this name in the root, as a run does: a file for each text, its name relative to the folder.
inline std::filesystem::path make_backup(const std::filesystem::path& root_path, const std::string& name,
                                         const std::map<std::string, std::string>& files,
                                         std::chrono::system_clock::time_point at = std::chrono::system_clock::now()) {
  const auto root = archive::LockedRoot::open(root_path);
  archive::PendingBackup pending(root, archive::DatedName::parse(name).value());
  archive::Manifest manifest = archive::sample_manifest();
  manifest.status = archive::Status::complete;
  manifest.selection.clear();
  manifest.started_at = manifest.finished_at = std::chrono::floor<std::chrono::milliseconds>(at);
  manifest.made_after.reset();
  manifest.collections.clear();
  std::map<std::string, Folder> folders;
  for (const auto& [file, text] : files) {
    const archive::FilePlace place = archive::place_of(file);
    if (!place.folder.empty() && !folders.contains(place.folder)) {
      folders.emplace(place.folder, pending.add_subfolder(place.folder));
    }
    archive::StoredFile stored(place.folder.empty() ? Folder(pending.folder()) : folders.at(place.folder), place.name);
    stored.sink().write(text);
    const auto facts = stored.publish();
    archive::CollectionRecord record;
    record.name = file.substr(0, file.find(".json"));
    record.type = "collection";
    record.file = file;
    record.stored_bytes = facts.stored_bytes;
    record.xxh3_128 = facts.xxh3_128;
    manifest.collections.push_back(record);
  }
  if (const auto unsynced = pending.publish(manifest)) throw Error(*unsynced);
  return pending.final_path();
}

}  // namespace mongokeep::test
