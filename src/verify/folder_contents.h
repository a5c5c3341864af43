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

/// Some of what lies in a folder, sorted by path: a folder may have any number of entries.
struct FolderEntries {
  std::vector<FolderEntry> first;
  std::size_t more = 0;  ///< of the same kind, that come behind those
};

/// What is not the backup's own: neither the manifest nor a file that it names, nor a folder of those.
/// Throws as ReadableFolder::visit_all() does.
FolderEntries strangers_in(const archive::ReadableFolder& folder, const archive::Manifest& manifest);

/// The files that may hold documents, by their names, in the folder and its sub-folders, links not followed; not the
/// manifest. Throws as ReadableFolder::visit_all() does.
FolderEntries document_files_in(const archive::ReadableFolder& folder);

/// What is to be said of a stranger, for a person.
std::string problem_of(const FolderEntry& stranger);

/// Opens a file by its relative path, no link on the way followed. Throws Error{storage}.
std::unique_ptr<archive::ReadableFile> open_entry(const archive::ReadableFolder& folder, const std::string& path);

}  // namespace mongokeep::verify
