#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/byte_ranges.h"

namespace mongokeep::test {

/// What a run did to files and folders (preload/disk_recorder.cpp), held against the rules that a loss of power at any
/// moment leaves no half backup under a name, and none missing that was there:
///
/// - A file is synced behind its last write before it is renamed; all of one named `.….part` has been read back from
///   the disk as well: waited for, dropped from memory, read. Nothing is written to it once it has its name.
/// - A backup's folder gets its name once every file and folder below is synced. Nothing is made below it afterwards.
///   It loses its name only to another backup, in one step, or to a hidden one of which clean-up knows.
/// - Nothing below a hidden folder is removed before the root is synced behind its last renaming: the disk may still
///   know it as a backup.
/// - What is removed under its name has got a mark (its mode) before, and the mark is synced.
/// - No file gets the number of a standard stream, but /dev/null.
/// - At the end nothing is left unsynced: neither a file, nor a folder in which something was made or renamed, whose
///   time was set, or out of which a backup was removed. Lock files have nothing to be synced.
class DiskHistory {
 public:
  /// Reads the record of a run that is over. Throws std::runtime_error for a line that is none.
  explicit DiskHistory(const std::string& record);

  /// What the run did against the rules, in its order; paths are those of that moment.
  const std::vector<std::string>& breaches() const { return breaches_; }
  /// The paths that files and folders were renamed to, in their order.
  const std::vector<std::string>& named() const { return named_; }
  /// How many times a whole file system was synced, and how many times a file was.
  int whole_syncs() const { return whole_syncs_; }
  int file_syncs() const { return file_syncs_; }
  /// Whether the file or folder that had this path then was synced.
  bool has_synced(const std::string& path) const;
  /// Bytes that were read of the file of that name or path, as often as they were.
  std::uint64_t bytes_read(const std::string& path) const;

 private:
  struct Node {
    std::string path;
    bool is_folder = false;
    bool is_changed = false;  ///< since it was synced last
    bool is_made_here = false;
    bool is_named = false;  ///< was hidden, and has its name
    bool is_condemned_here = false;
    bool is_marked = false;         ///< a folder that was there: its removal under its name has begun
    bool has_names_synced = false;  ///< of a folder: since the last renaming in it, and at all
    std::uint64_t size = 0;         ///< as far as it was written
    std::uint64_t read = 0;
    ByteRanges on_disk, dropped, read_back;
  };
  using Fields = std::vector<std::string>;

  void take(const Fields& fields);
  void make(const Fields& fields);
  void write(Node& file, std::uint64_t begin, std::uint64_t end);
  void drop(Node& file, std::uint64_t begin, std::uint64_t end);
  void touch(Node& node, bool is_mark);
  void sync(Node& node);
  void sync_all();
  void rename(const Fields& fields);
  void exchange(const Fields& fields);
  void remove(const Fields& fields);
  void check_file(const Node& file, std::uint64_t size, const std::string& to);
  void check_tree(const std::string& path, const std::string& to);
  void check_made_in(const std::string& path);
  void check_end();
  void move_below(const std::string& from, const std::string& to);
  Node& node(const std::string& id, const std::string& path, bool is_folder);
  Node& folder(const std::string& id, const std::string& path_in_it);
  const Node* at(const std::string& path) const;
  const Node* marked_above(const std::string& path) const;
  void complain(const std::string& breach) { breaches_.push_back(breach); }

  std::map<std::string, Node> nodes_;
  std::vector<std::string> breaches_;
  std::vector<std::string> named_;
  std::vector<std::string> synced_;
  int whole_syncs_ = 0;
  int file_syncs_ = 0;
};

}  // namespace mongokeep::test
