#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "mongokeep/stores.h"
#include "store/rclone.h"
#include "store/remote_listing.h"

namespace mongokeep::store {

/// What a store can do, as rclone knows its kind.
struct RemoteFacts {
  /// Of objects: each is there whole or not at all, and none is renamed.
  bool has_objects = false;
  /// Whether an upload can ask that nothing of its name be there (S3).
  bool has_conditions = false;
  /// Whether it is a folder of this machine, or is mounted as one.
  bool is_local = false;
  /// The hash by which it tells what a file holds, one that we can reckon: `xxh128`, `md5`, `sha1`, `sha256`; empty:
  /// none.
  std::string hash;
  /// Of a folder of this machine: where it is; empty elsewhere.
  std::string path = {};
  bool renames = false;
  bool tells_space = false;
};

/// Told of the files on their way, once a second.
using WatchTransfers = std::function<void(const std::vector<FileTransfer>&)>;

/// Hashes in hex, by file.
using FileHashes = std::map<std::string, std::string>;

/// A store: its remote folder, and what is done there, by rclone. Paths are relative to that folder.
/// All functions throw Error{storage}, Error{stopped}. Threads: any number of calls at a time.
class Remote {
 public:
  Remote(StoreSettings settings, std::shared_ptr<const Rclone> rclone);

  const StoreSettings& settings() const { return settings_; }
  const std::string& name() const { return settings_.name; }
  const Rclone& rclone() const { return *rclone_; }
  /// As a person names it: `offsite:20th_Feb_2024/users.json`.
  std::filesystem::path shown(const std::string& path) const { return settings_.name + ":" + path; }

  /// As rclone is told of a file.
  std::string address(const std::string& path) const;
  /// And of a folder; empty: the store's own. rclone need not ask then whether it is a file.
  std::string folder_address(const std::string& path) const;

  /// What it can do. With some kinds of stores rclone connects for that (sftp), with others it does not (S3).
  RemoteFacts facts(const std::stop_token& stop) const;

  /// How much is listed.
  enum class Depth {
    entries,  ///< what lies in the folder itself, folders too
    files,    ///< all files in it and below
  };
  /// Tells of what lies in a folder; empty: the store's own. False where there is no such folder. `hash`: the kind of
  /// hash that is wanted; empty: none.
  bool list(const std::string& folder, Depth depth, const std::string& hash, const TakeEntry& take,
            const std::stop_token& stop) const;
  /// Tells of those of these files of a folder that are there, and of no others. It passes over names that rclone
  /// cannot take.
  void list_files(const std::string& folder, const std::vector<std::string>& files, const std::string& hash,
                  const TakeEntry& take, const std::stop_token& stop) const;
  /// Tells of those of these files that are there, by listing the folders that they lie in and no others. Nothing in
  /// their names may be a pattern of rclone's (`*?[{\\`).
  void look_for(const std::vector<std::string>& files, const TakeEntry& take, const std::stop_token& stop) const;

  /// Reads `count` bytes of a file, as many as there are, from `offset` on. A missing file is Error{damaged}.
  std::string read(const std::string& file, std::uint64_t offset, std::uint64_t count,
                   const std::stop_token& stop) const;
  /// All of a small file; nothing where there is none. Throws Error{storage} for one of more than `longest` bytes.
  std::optional<std::string> read_if_there(const std::string& file, std::size_t longest,
                                           const std::stop_token& stop) const;
  /// The same without an end. The thread that calls this must not end before the reader.
  std::unique_ptr<process::ChildReader> open(const std::string& file, std::uint64_t offset,
                                             const std::stop_token& stop) const;
  /// All of a small file, by its name in a folder; empty where there is none. Whatever else lies there is not listed.
  std::string read_in(const std::string& folder, const std::string& file, std::size_t longest,
                      const std::stop_token& stop) const;

  /// How files of a folder are found: each is asked for, or the folder is listed, which costs a request for every
  /// thousand files in it.
  enum class Find { one_by_one, by_list };
  /// Reads these files, every byte, and reckons their hashes. A file that is not there has none in the result.
  FileHashes read_hashes(const std::string& folder, const std::vector<std::string>& files, Find find,
                         const std::string& hash, const WatchTransfers& watch, const std::stop_token& stop) const;

  /// Copies files of the store to a local folder, under the same paths. Those that cannot be had are left out, and what
  /// is beyond `most_bytes` in all.
  void fetch(const std::vector<std::string>& files, const std::filesystem::path& to, std::uint64_t most_bytes,
             const std::stop_token& stop) const;

  /// What is copied to a store.
  struct Copy {
    const std::filesystem::path& from;  ///< a local folder
    const std::string& to;              ///< one of the store
    std::vector<std::string> files;     ///< relative to both
    bool has_conditions = false;        ///< as the facts have it
    Find find = Find::by_list;          ///< what is there already
    int at_a_time = 4;
  };
  /// Copies files. What is there already with the same length and hash is left alone; what is there and differs is an
  /// error. Whether a file has arrived is to be looked at: rclone passes over some names without a word, and where an
  /// answer was lost it finds its own upload in its way.
  void copy(const Copy& copy, const WatchTransfers& watch, const std::stop_token& stop) const;
  /// Writes a small file of our own, in place of one that may be there. What is interrupted may leave a part of it.
  void write(const std::string& file, const std::string& text, const std::stop_token& stop) const;
  /// Removes a file. One that is not there is fine.
  void remove(const std::string& file, const std::stop_token& stop) const;
  /// Removes these files of a folder, at least one. Whether they have gone is to be looked at: rclone passes over some
  /// names without a word.
  void remove_files(const std::string& folder, const std::vector<std::string>& files,
                    const std::stop_token& stop) const;
  /// Removes folders that are empty, and that folder; where there are only objects there are none.
  void remove_empty_folders(const std::string& folder, const std::stop_token& stop) const;

 private:
  bool list_by(const std::vector<std::string>& words, const std::string& input, const std::string& folder,
               const TakeEntry& take, const std::stop_token& stop) const;

  StoreSettings settings_;
  std::shared_ptr<const Rclone> rclone_;
};

}  // namespace mongokeep::store
