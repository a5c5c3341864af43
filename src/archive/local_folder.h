#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "archive/readable_folder.h"
#include "base/files/directory.h"

namespace mongokeep::archive {

/// A folder of this machine.
class LocalFolder final : public ReadableFolder {
 public:
  explicit LocalFolder(Directory&& folder) : owned_(std::move(folder)), folder_(*owned_) {}
  /// Borrows it.
  explicit LocalFolder(const Directory& folder) : folder_(folder) {}

  std::filesystem::path path() const override { return folder_.path(); }
  std::vector<std::string> names() const override { return folder_.names(); }
  std::size_t entry_count() const override { return folder_.entry_count(); }
  std::optional<struct stat> facts(const std::string& name) const override { return folder_.facts(name); }
  struct stat own_facts() const override {
    return folder_.own_facts();
  }
  void visit_all(const VisitEntry& visit) const override { walk_tree(folder_, visit); }
  std::unique_ptr<ReadableFolder> open_child(const std::string& name) const override;
  std::unique_ptr<ReadableFile> open_file(const std::string& name) const override;
  void hold_for_reading() const override;

 private:
  std::optional<Directory> owned_;
  const Directory& folder_;
};

}  // namespace mongokeep::archive
