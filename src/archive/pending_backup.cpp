#include "archive/pending_backup.h"

#include "archive/stored_file.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

PendingBackup::PendingBackup(const LockedRoot& root, const DatedName& name)
    : root_(root), name_(name), folder_(root.directory().create_child(name.unfinished_text())) {}

PendingBackup::~PendingBackup() {
  if (!is_open_) return;
  try {
    root_.directory().remove_tree(name_.unfinished_text());
  } catch (const std::exception&) {
    // The error that brought us here is the one to tell; the next run removes what is left, under the lock.
    return;
  }
}

Folder PendingBackup::add_subfolder(const std::string& name) {
  folder_.create_child(name);
  subfolders_.push_back(name);
  return Folder::child_of(folder_, name);
}

std::optional<Error> PendingBackup::publish(const Manifest& manifest) {
  complete(manifest);
  root_.directory().rename(name_.unfinished_text(), name_.text());
  is_open_ = false;
  try {
    sync_root("The backup exists as " + final_path().string() +
              ", but a loss of power may destroy it: check the disk and make another backup");
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

std::optional<Error> PendingBackup::replace(const Manifest& manifest) {
  complete(manifest);
  folder_.set_modified(root_.directory().open_child(name_.text()).modified());
  folder_.sync();
  root_.directory().exchange(name_.unfinished_text(), name_.text());
  // From here on the hidden folder is the older one. As long as the disk may still know it under its name, it stays.
  is_open_ = false;
  sync_root(
      "The backup was replaced, but a loss of power may bring the old one back: check the disk. The old backup is " +
      (root_.directory().path() / name_.unfinished_text()).string());
  try {
    root_.directory().remove_tree(name_.unfinished_text());
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

void PendingBackup::complete(const Manifest& manifest) {
  StoredFile file(folder_, std::string(Manifest::file_name));
  file.sink().write(to_text(manifest));
  file.publish();
  for (const std::string& name : subfolders_) folder_.open_child(name).sync();
  folder_.sync();
}

void PendingBackup::sync_root(const std::string& hint) const {
  try {
    root_.directory().sync();
  } catch (const Error& error) {
    throw Error(error.kind(), error.operation(), error.subject(), error.cause(), hint);
  }
}

}  // namespace mongokeep::archive
