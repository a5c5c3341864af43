#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/files/unique_fd.h"

namespace mongokeep {

/// An open folder. An instance always refers to a folder that existed when it was opened, whatever its path has become
/// since, and no symbolic link was followed in the path's last part. Names of children are single path components.
/// All functions throw Error{storage} that names the full path.
class Directory {
 public:
  /// Opens an existing folder.
  static Directory open(const std::filesystem::path& path);
  /// Opens the folder, or makes it and its missing parents, so that whoever may read files of this mode can enter,
  /// whatever the umask. Made or found, it is on the disk under its name on return (durable_name.h).
  static Directory open_or_create(const std::filesystem::path& path, mode_t file_mode = private_file);

  /// Of files that nobody else may read.
  static constexpr mode_t private_file = 0600;
  /// What is made in this folder, and in its children that are opened from here on, gets this mode, whatever the umask:
  /// 0600 by itself. A file system without modes has its own.
  void set_file_mode(mode_t mode) { file_mode_ = mode; }
  /// The mode of a folder that whoever may read files of this mode can enter.
  static mode_t folder_mode_for(mode_t file_mode);
  /// Whether others who may read files of this mode can enter a folder of that mode.
  static bool lets_readers_enter(mode_t folder_mode, mode_t file_mode);

  Directory open_child(const std::string& name) const;
  /// Makes a folder that must not be there yet.
  Directory create_child(const std::string& name) const;
  /// Makes a file that must not be there yet, open for reading and writing.
  UniqueFd create_file(const std::string& name) const;
  /// Opens a regular file for reading.
  UniqueFd open_file(const std::string& name) const;

  bool has(const std::string& name) const { return facts(name).has_value(); }
  /// False for a link, whatever it points to, and for a name that is not there.
  bool is_directory(const std::string& name) const;
  /// What the file system says of the entry itself (a link is not followed); nothing when it is not there.
  std::optional<struct stat> facts(const std::string& name) const;
  /// The names in the folder, sorted by bytes, without `.` and `..`.
  std::vector<std::string> names() const;

  /// How many names there are.
  std::size_t entry_count() const;

  /// Renames within the folder. Something that has the new name already is an error, and stays untouched.
  void rename(const std::string& from, const std::string& to) const;
  /// The same, but false, with nothing changed, where a full disk has no room left for the new name.
  bool rename_if_room(const std::string& from, const std::string& to) const;
  /// Renames within the folder, in place of the file that may have the new name.
  void replace(const std::string& from, const std::string& to) const;
  /// Lets two entries change their names with each other, in one step: nobody ever finds one of the names missing.
  void exchange(const std::string& one, const std::string& other) const;
  void remove_file(const std::string& name) const;
  /// Removes a child folder and all that is in it; links in it are removed, never followed.
  void remove_tree(const std::string& name) const;
  /// The same of one that is open, which takes no descriptor but for folders in it. Where the name leads elsewhere by
  /// now, nothing is removed, and that is an error.
  void remove_open_tree(const Directory& child, const std::string& name) const;
  /// What the file system says of the folder itself.
  struct stat own_facts() const;
  /// When the folder's own entries last changed, as the file system says it, and a way to say it.
  struct timespec modified() const;
  void set_modified(const struct timespec& time) const;
  /// Waits until the folder's own entries are on the disk, where the file system can do that.
  void sync() const;
  bool can_be_synced() const;
  /// Its mode's bits.
  mode_t mode() const;
  /// Whether the folder, which was made by us, has the mode that it was given.
  bool has_its_mode() const;

  /// Absolute, as it was when the folder was opened.
  const std::filesystem::path& path() const { return path_; }
  int descriptor() const { return descriptor_.get(); }

 private:
  Directory(std::filesystem::path path, UniqueFd descriptor);
  bool is_at(const Directory& parent, const std::string& name) const;
  void for_each_name(const std::function<void(const char*)>& visit) const;
  mode_t folder_mode() const { return folder_mode_for(file_mode_); }
  std::string full(const std::string& name) const { return (path_ / name).string(); }

  std::filesystem::path path_;
  UniqueFd descriptor_;
  mode_t file_mode_ = private_file;
};

}  // namespace mongokeep
