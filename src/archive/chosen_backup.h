#pragma once

#include <filesystem>
#include <string>

namespace mongokeep::archive {

/// The folder of the backup that is to be read: what locate_backup() finds, but that `latest` is the newest one that is
/// complete or ought to be: one that was damaged since must not give way to an older one unseen.
/// Throws Error{usage} when nothing fits, Error{storage}.
std::filesystem::path chosen_backup(const std::filesystem::path& root, const std::string& wanted);

}  // namespace mongokeep::archive
