#pragma once

#include <string>

#include "base/directory.h"
#include "base/unique_fd.h"

namespace mongokeep::archive {

/// A file on its way to its name. Until it has that it is hidden, and goes with this object.
class HiddenFile {
 public:
  /// Makes the file, empty. Borrows the folder, which must outlive this object.
  HiddenFile(const Directory& folder, std::string name);
  ~HiddenFile();
  HiddenFile(HiddenFile&& other) noexcept;
  HiddenFile& operator=(HiddenFile&&) = delete;

  const Directory& folder() const { return *folder_; }
  std::string path() const;
  /// For reading and writing; opened again where it was closed.
  int descriptor();
  /// Leaves no descriptor open, as long as nobody asks for it.
  void close() { descriptor_ = UniqueFd(); }
  /// Nothing of the name is overwritten. The folder is still to be synced.
  void give_name();

 private:
  const Directory* folder_;
  std::string name_;
  std::string hidden_name_;
  UniqueFd descriptor_;
  bool is_there_ = true;
};

}  // namespace mongokeep::archive
