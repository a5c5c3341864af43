#pragma once

#include <string>

#include "base/files/directory.h"
#include "base/files/new_file.h"

namespace mongokeep {

/// A file that gets its name once it is whole. Until then it has a hidden one beside it, `.NAME.mongokeep.part`, and
/// goes with this object. What a dead process has left under that name is removed first; two at a time are kept apart
/// by an flock on it, where the file system has such locks.
class DraftedFile {
 public:
  /// Makes the hidden file. The folder must outlive this object. Throws Error{locked} while another process drafts a
  /// file of this name, Error{storage}.
  DraftedFile(const Directory& folder, std::string name);

  /// For reading and writing.
  int descriptor() { return file_.descriptor(); }
  /// Absolute, as it will be called.
  std::string path() const { return (folder_.path() / name_).string(); }
  /// Gives the file, which has been synced, its name, and syncs the folder. Nothing of the name is overwritten. Where
  /// this throws, the file is gone.
  void publish();

 private:
  void remove_remains() const;
  void take_lock();

  const Directory& folder_;
  std::string name_;
  std::string hidden_name_;
  NewFile file_;
};

}  // namespace mongokeep
