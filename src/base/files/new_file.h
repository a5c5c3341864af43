#pragma once

#include <string>

#include "base/files/folder.h"
#include "base/files/unique_fd.h"

namespace mongokeep {

/// A file that was just made, and goes with this object unless it is kept: what is in it by halves must not stay.
class NewFile {
 public:
  /// Makes the file, empty; one of the name must not be there. The folder must outlive this object.
  NewFile(Folder folder, std::string name);
  ~NewFile();
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;

  const Folder& folder() const { return folder_; }
  const std::string& name() const { return name_; }
  std::string path() const { return (folder_.path() / name_).string(); }
  /// For reading and writing; opened again, for reading, where it was closed.
  int descriptor();
  /// Leaves no descriptor open, as long as nobody asks for it.
  void close() { descriptor_ = UniqueFd(); }
  /// It stays, under the name that it has.
  void keep() { is_kept_ = true; }
  /// It has this name from now on, and still goes with this object. Nothing of the name is overwritten.
  void rename(const std::string& name);
  /// It stays, under this name. Nothing of the name is overwritten. The folder is still to be synced.
  void keep_as(const std::string& name);
  /// The same in place of what may have the name.
  void keep_in_place_of(const std::string& name);

 private:
  Folder folder_;
  std::string name_;
  UniqueFd descriptor_;
  bool is_kept_ = false;
};

}  // namespace mongokeep
