#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "archive/backup_place.h"
#include "base/log.h"

namespace mongokeep::archive {

/// Finds the backup that a person named: by the path of its folder, by its name under `root`, or `latest`.
///
/// `latest` is the newest backup that was complete when it was made, even if it is damaged or unreadable now: an older
/// backup must not replace it unnoticed. Partial backups and misdated ones (backup_order.h) are skipped. So are backups
/// of chosen collections, unless their selection_mark() is `usual_mark` or there is no backup of all collections. The
/// log warns of every newer backup that is skipped. Throws Error{usage}, which names the existing backups, if nothing
/// matches; Error{storage}.
std::filesystem::path find_backup(const std::filesystem::path& root, const std::string& wanted,
                                  std::chrono::system_clock::time_point now, Log& log,
                                  const std::string& usual_mark = {});
/// The same in all roots: `STORE:NAME` and `STORE:latest` name one in a store.
BackupPlace find_backup(const BackupRoots& roots, const std::string& wanted, std::chrono::system_clock::time_point now,
                        Log& log, const std::string& usual_mark = {});

/// The root that a backup named so would be in: `root`, or the folder above the one that a path leads to.
std::filesystem::path root_of(const std::filesystem::path& root, const std::string& wanted);

}  // namespace mongokeep::archive
