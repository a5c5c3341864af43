#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "archive/readable_folder.h"

namespace mongokeep::archive {

/// A file that a manifest names, and its length there.
struct NamedFile {
  std::string file;
  std::uint64_t bytes = 0;
};

/// What lies in a backup's folder. Links and what else is no file have no length.
struct FolderSurvey {
  std::uint64_t stored_bytes = 0;  ///< of all files
  std::size_t files = 0;           ///< and links and the like, the manifest not counted
  bool is_only_json = false;       ///< files of JSON, as their names say, in no folders; at least one
  /// The first, by its path, that is not one of the files named, nor the manifest; empty: none.
  std::string unnamed;
  /// The first, by its path, that is no file, or is not JSON as its name says; empty: none.
  std::string not_json;
  /// What is wrong with the first of the files named, in their order, with which anything is; empty: nothing.
  std::string problem;
};

/// Looks at all that lies in the folder and its sub-folders, and keeps nothing of it but this: there may be millions of
/// entries. Throws as walk_tree() does.
FolderSurvey survey(const ReadableFolder& folder, const std::vector<NamedFile>& named);

}  // namespace mongokeep::archive
