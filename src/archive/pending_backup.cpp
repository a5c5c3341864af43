#include "archive/pending_backup.h"

#include <fcntl.h>

#include <cerrno>
#include <new>
#include <utility>

#include "archive/folder_use.h"
#include "archive/stored_file.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

/// In bytes; of paths and names there is one at a time.
constexpr std::size_t spare_memory = 65536;

UniqueFd spare_descriptor(const Directory& root) {
  UniqueFd spare(::fcntl(root.descriptor(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (!spare) throw storage_error("open another descriptor for", root.path().string(), errno);
  return spare;
}

}  // namespace

PendingBackup::PendingBackup(const LockedRoot& root, const DatedName& name)
    : root_(root),
      name_(name),
      hidden_name_(name.unfinished_text()),
      reserve_(spare_descriptor(root.directory())),
      memory_reserve_(spare_memory),
      folder_(root.directory().create_child(hidden_name_)) {}

PendingBackup::~PendingBackup() {
  if (!is_open_) return;
  reserve_ = UniqueFd();
  std::vector<char>().swap(memory_reserve_);
  try {
    root_.directory().remove_open_tree(folder_, hidden_name_);
  } catch (const std::exception&) {
    // The error that brought us here is the one to tell; the next run removes what is left, under the lock.
    return;
  }
}

bool PendingBackup::hold() const {
  return hold_in_the_making(folder_);
}

Folder PendingBackup::add_subfolder(const std::string& name) {
  subfolders_.push_back(name);
  folder_.create_child(name);
  return Folder::child_of(folder_, name);
}

std::optional<Error> PendingBackup::publish(const Manifest& manifest) {
  return publish_text(to_text(manifest));
}

std::optional<Error> PendingBackup::publish_text(const std::string& manifest) {
  complete(manifest);
  folder_.sync();
  // Said now, while there may be no memory left for it later.
  const std::string hint = "The backup exists as " + final_path().string() +
                           ", but a loss of power may destroy it: check the disk and make another backup";
  root_.directory().rename(hidden_name_, name_.text());
  is_open_ = false;
  return try_to_sync_root(hint);
}

Replacement PendingBackup::replace(const Manifest& manifest) {
  complete(to_text(manifest));
  folder_.set_modified(root_.directory().open_child(name_.text()).modified());
  folder_.sync();
  // Said now, while there may be no memory left for it later.
  const std::string old = (root_.directory().path() / hidden_name_).string();
  const std::string hint =
      "The backup was replaced, but a loss of power may bring the old one back: check the disk. The old backup is " +
      old;
  Error no_memory(ErrorKind::storage, "remove", old, "there is no memory for that");
  root_.directory().exchange(hidden_name_, name_.text());
  // From here on the hidden folder is the older one. As long as the disk may still know it under its name, it stays.
  is_open_ = false;
  Replacement done;
  done.unsynced = try_to_sync_root(hint);
  if (done.unsynced) return done;
  reserve_ = UniqueFd();
  std::vector<char>().swap(memory_reserve_);
  try {
    root_.directory().remove_tree(hidden_name_);
  } catch (const Error& error) {
    done.left = error;
  } catch (const std::bad_alloc&) {
    done.left = std::move(no_memory);
  }
  return done;
}

void PendingBackup::complete(const std::string& manifest) {
  StoredFile file(folder_, std::string(Manifest::file_name));
  file.sink().write(manifest);
  file.publish();
  for (const std::string& name : subfolders_) folder_.open_child(name).sync();
}

std::optional<Error> PendingBackup::try_to_sync_root(const std::string& hint) const {
  try {
    root_.directory().sync();
    return std::nullopt;
  } catch (const Error& error) {
    return error.with_hint(hint);
  }
}

}  // namespace mongokeep::archive
