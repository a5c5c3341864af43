#pragma once

#include <string>

#include "base/folder.h"
#include "base/new_file.h"

namespace mongokeep::archive {

/// A file on its way to its name. Until it has that it is hidden, and goes with this object; one that cannot be removed
/// stays in a folder that is itself hidden or lists its files in the manifest, which does not know it.
class HiddenFile {
 public:
  /// Makes the file, empty. The folder must outlive this object.
  HiddenFile(Folder folder, std::string name);

  const Folder& folder() const { return file_.folder(); }
  std::string path() const { return (folder().path() / file_.name()).string(); }
  /// As NewFile has them.
  int descriptor() { return file_.descriptor(); }
  void close() { file_.close(); }
  /// Nothing of the name is overwritten. The folder is still to be synced.
  void give_name();

 private:
  std::string name_;
  NewFile file_;
};

}  // namespace mongokeep::archive
