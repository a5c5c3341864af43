#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "base/log.h"

namespace mongokeep::archive {

/// The one answer to "which backup?": from what a person named, a folder's path, or its name under `root`, or `latest`.
/// A path is taken as it is.
///
/// `latest` is the newest that is, or ought to be, complete: one that was damaged since, or that cannot be looked into,
/// does not give way to an older one unseen. What is misdated (backup_order.h) never is it. It is a whole one, while
/// there is any: a backup of chosen collections is passed over, unless its selection_mark() is `usual_mark`, and so are
/// partial ones. The log tells of all that are newer.
/// Throws Error{usage}, which says what is there, when nothing fits; Error{storage}.
std::filesystem::path find_backup(const std::filesystem::path& root, const std::string& wanted,
                                  std::chrono::system_clock::time_point now, Log& log,
                                  const std::string& usual_mark = {});

}  // namespace mongokeep::archive
