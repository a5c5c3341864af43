#pragma once

#include <memory>
#include <string>
#include <vector>

#include "archive/manifest.h"
#include "archive/readable_folder.h"

namespace mongokeep::verify {

/// One thing that lies in a backup's folder.
struct FolderEntry {
  std::string path;  ///< relative to the folder, `/` between the parts
  enum class Kind { file, folder, link, other };
  Kind kind;
};

/// All that lies in the folder and its sub-folders, links not followed, sorted by path.
/// Throws as ReadableFolder::visit_all() does.
std::vector<FolderEntry> contents_of(const archive::ReadableFolder& folder);

/// What is not the backup's own: neither the manifest nor a file that it names, nor a folder of those.
std::vector<FolderEntry> strangers_to(const archive::Manifest& manifest, const std::vector<FolderEntry>& contents);

/// What is to be said of a stranger, for a person.
std::string problem_of(const FolderEntry& stranger);

/// Opens a file by its relative path, no link on the way followed. Throws Error{storage}.
std::unique_ptr<archive::ReadableFile> open_entry(const archive::ReadableFolder& folder, const std::string& path);

}  // namespace mongokeep::verify
