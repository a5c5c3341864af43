#pragma once

#include <string>
#include <vector>

#include "archive/manifest.h"
#include "base/files/directory.h"
#include "base/files/unique_fd.h"

namespace mongokeep::verify {

/// One thing that lies in a backup's folder.
struct FolderEntry {
  std::string path;  ///< relative to the folder, `/` between the parts
  enum class Kind { file, folder, link, other };
  Kind kind;
};

/// All that lies in the folder and its sub-folders, links not followed, sorted by path.
/// Throws as walk_tree() does.
std::vector<FolderEntry> contents_of(const Directory& folder);

/// What is not the backup's own: neither the manifest nor a file that it names, nor a folder of those.
std::vector<FolderEntry> strangers_to(const archive::Manifest& manifest, const std::vector<FolderEntry>& contents);

/// What is to be said of a stranger, for a person.
std::string problem_of(const FolderEntry& stranger);

/// Opens a file by its relative path, no link on the way followed. Throws Error{storage}.
UniqueFd open_entry(const Directory& folder, const std::string& path);

}  // namespace mongokeep::verify
