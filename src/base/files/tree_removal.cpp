#include "base/files/tree_removal.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/files/file.h"
#include "base/files/name_change.h"
#include "base/files/unique_fd.h"
#include "mongokeep/error.h"

namespace mongokeep {

namespace {

struct FolderId {
  dev_t device;
  ino_t inode;
  bool operator==(const FolderId&) const = default;
};

/// Goes down and up again with one folder open at a time. What is above is known by its identity: whoever moves the
/// folder that we are in elsewhere must not lead us there.
class TreeRemoval {
 public:
  TreeRemoval(int top, std::string path) : top_(top), path_(std::move(path)) {}

  void run() {
    for (;;) {
      if (const std::string below = clear_until_a_folder_is_in_the_way(); !below.empty()) {
        enter(below);
      } else if (above_.empty()) {
        return;
      } else {
        leave();
      }
    }
  }

 private:
  int current() const { return below_ ? below_.get() : top_; }

  FolderId current_id() const {
    struct stat facts {};
    if (::fstat(current(), &facts) != 0) throw storage_error("inspect", path_, errno);
    return {facts.st_dev, facts.st_ino};
  }

  /// The name of a folder that is not empty; empty once nothing is left.
  std::string clear_until_a_folder_is_in_the_way() const {
    // Names that go while they are read may hide others: only a pass that finds none is the last one.
    for (bool has_found = true; has_found;) {
      has_found = false;
      if (::lseek(current(), 0, SEEK_SET) != 0) throw storage_error("read the folder", path_, errno);
      alignas(dirent64) std::array<char, 32768> room;
      for (;;) {
        const ssize_t size = ::getdents64(current(), room.data(), room.size());
        if (size < 0) throw storage_error("read the folder", path_, errno);
        if (size == 0) break;
        for (ssize_t at = 0; at < size;) {
          const auto* entry = reinterpret_cast<const dirent64*>(room.data() + at);
          at += entry->d_reclen;
          const std::string name = entry->d_name;
          if (name == "." || name == "..") continue;
          has_found = true;
          if (!remove(name, entry->d_type)) return name;
        }
      }
    }
    return {};
  }

  /// False for a folder that is not empty.
  bool remove(const std::string& name, unsigned char type) const {
    const bool is_folder = type == DT_UNKNOWN ? is_folder_at(name) : type == DT_DIR;
    const NameChange change = remove_name(current(), name, is_folder ? AT_REMOVEDIR : 0);
    if (change.is_done()) return true;
    if (is_folder && (change.error == ENOTEMPTY || change.error == EEXIST)) return false;
    throw storage_error(is_folder ? "remove the folder" : "remove the file", path_ + "/" + name, change.error);
  }

  bool is_folder_at(const std::string& name) const {
    struct stat facts {};
    if (::fstatat(current(), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0) return S_ISDIR(facts.st_mode);
    if (errno == ENOENT) return false;
    throw storage_error("inspect", path_ + "/" + name, errno);
  }

  void enter(const std::string& name) {
    const FolderId here = current_id();
    UniqueFd below(::openat(current(), name.c_str(), folder_flags));
    if (!below) throw storage_error("open the folder", path_ + "/" + name, errno);
    above_.push_back(here);
    path_ += "/" + name;
    below_ = std::move(below);
    if (current_id().device != here.device) {
      throw Error(ErrorKind::storage, "remove the folder", path_, "another file system is mounted there");
    }
  }

  void leave() {
    UniqueFd parent;
    // The topmost one is open anyway.
    if (above_.size() > 1) {
      parent = UniqueFd(::openat(current(), "..", folder_flags));
      if (!parent) throw storage_error("open the folder above", path_, errno);
    }
    below_ = std::move(parent);
    if (current_id() != above_.back()) {
      throw Error(ErrorKind::storage, "remove the folder", path_, "it was moved elsewhere meanwhile");
    }
    above_.pop_back();
    path_.resize(path_.rfind('/'));
  }

  int top_;
  UniqueFd below_;  ///< the folder that is being emptied, where it is not the topmost one
  std::string path_;
  std::vector<FolderId> above_;
};

}  // namespace

void remove_contents(int folder, std::string path) {
  TreeRemoval(folder, std::move(path)).run();
}

}  // namespace mongokeep
