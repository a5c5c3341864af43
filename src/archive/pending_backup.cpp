#include "archive/pending_backup.h"

#include "archive/stored_file.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

PendingBackup::PendingBackup(const LockedRoot& root, const DatedName& name)
    : root_(root), name_(name), folder_(root.directory().create_child(name.unfinished_text())) {}

PendingBackup::~PendingBackup() {
  try {
    discard();
  } catch (const Error&) {
    // The error that brought us here is the one to tell; the next run removes what is left, under the lock.
    is_open_ = false;
  }
}

const Directory& PendingBackup::add_subfolder(const std::string& name) {
  return subfolders_.emplace(name, folder_.create_child(name)).first->second;
}

void PendingBackup::publish(const Manifest& manifest) {
  StoredFile file(folder_, std::string(Manifest::file_name));
  file.sink().write(to_text(manifest));
  file.publish();
  for (const auto& [name, subfolder] : subfolders_) subfolder.sync();
  folder_.sync();
  root_.directory().rename(name_.unfinished_text(), name_.text(), Directory::Replace::never);
  is_open_ = false;
  root_.directory().sync();
}

void PendingBackup::discard() {
  if (!is_open_) return;
  root_.directory().remove_tree(name_.unfinished_text());
  is_open_ = false;
}

}  // namespace mongokeep::archive
