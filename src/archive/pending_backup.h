#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/dated_name.h"
#include "archive/manifest.h"
#include "archive/root.h"
#include "base/files/directory.h"
#include "base/files/folder.h"
#include "base/files/unique_fd.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

/// A backup is in the place of another one.
struct Replacement {
  std::optional<Error> unsynced;  ///< why the root could not be synced: a loss of power may bring the older one back
  std::optional<Error> left;      ///< why the older one is still there, hidden; the next run removes it
};

/// A backup that is being written: the hidden folder `.20th_Feb_2024.partial` in the root. It either becomes the dated
/// folder, by publish(), or is removed with this object.
class PendingBackup {
 public:
  /// Makes the hidden folder. Borrows the root, which must outlive this object.
  PendingBackup(const LockedRoot& root, const DatedName& name);
  ~PendingBackup();
  PendingBackup(const PendingBackup&) = delete;
  PendingBackup& operator=(const PendingBackup&) = delete;

  /// Marks the hidden folder as one that somebody is at work in, so that nobody takes it for a dead run's when the root
  /// is unlocked. False where the file system has no such locks: then the root is to stay locked.
  bool hold() const;

  const Directory& folder() const { return folder_; }
  /// Makes the sub-folder of one database. It is not kept open.
  Folder add_subfolder(const std::string& name);
  /// Absolute, as it will be called once published.
  std::filesystem::path final_path() const { return root_.directory().path() / name_.text(); }

  /// Writes and rereads the manifest, syncs every folder, renames the backup into place and syncs the root. Every file
  /// must have been published before. Nothing of the name is overwritten: an entry that has come there meanwhile is an
  /// Error{storage}. Returns why the root could not be synced, if so: the backup is there then, and may not outlive a
  /// loss of power.
  std::optional<Error> publish(const Manifest& manifest);
  /// The same with the text of a manifest, byte by byte: of a backup that was made elsewhere.
  std::optional<Error> publish_text(const std::string& manifest);

  /// The same in the place of the backup that has the name now: at any time one of the two is there, whole. It keeps
  /// the older one's time, by which a clean-up would go. Once the disk has the exchange, the older one is removed.
  Replacement replace(const Manifest& manifest);

 private:
  /// Writes the manifest and syncs the subfolders; the folder itself is still to be synced.
  void complete(const std::string& manifest);
  std::optional<Error> try_to_sync_root(const std::string& hint) const;

  const LockedRoot& root_;
  DatedName name_;
  std::string hidden_name_;
  /// For the removal, when a want of them has ended the run: a database's folder has to be opened to be emptied.
  UniqueFd reserve_;
  std::vector<char> memory_reserve_;
  Directory folder_;
  std::vector<std::string> subfolders_;
  bool is_open_ = true;
};

}  // namespace mongokeep::archive
