#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "base/files/directory.h"

namespace mongokeep {

/// A folder to do single things in: one that is open, or a child of one, which is opened for each thing anew. A backup
/// has a child for each database, and there may be more of those than a process may have open. Borrows the open folder.
class Folder {
 public:
  /// Any function that takes a folder takes an open one.
  Folder(const Directory& open) : open_(&open), path_(open.path()) {}
  static Folder child_of(const Directory& parent, std::string name) {
    Folder child(parent);
    child.path_ /= name;
    child.name_ = std::move(name);
    return child;
  }

  const std::filesystem::path& path() const { return path_; }

  /// Calls `action` with the open folder. Throws Error{storage} where it cannot be opened.
  template <typename Action>
  decltype(auto) with(Action action) const {
    return name_.empty() ? action(*open_) : action(static_cast<const Directory&>(open_->open_child(name_)));
  }

 private:
  const Directory* open_;
  std::string name_;  ///< of the child; empty: the open folder itself
  std::filesystem::path path_;
};

}  // namespace mongokeep
