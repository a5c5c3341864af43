#include "base/files/folder_tree.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <utility>

#include "base/files/file.h"
#include "base/files/folder_stream.h"
#include "mongokeep/error.h"

namespace mongokeep {

namespace {

class TreeWalk {
 public:
  TreeWalk(const Directory& top, const VisitEntry& visit) : top_(top), visit_(visit) {}

  /// `path_` is that of the folder, with a slash behind it unless it is the top.
  void look_into(FolderStream folder, std::size_t level) {
    const std::size_t length = path_.size();
    while (const dirent* const entry = folder.next()) {
      struct stat facts {};
      path_.resize(length);
      path_ += entry->d_name;
      if (::fstatat(folder.descriptor(), entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) continue;
        throw storage_error("inspect", subject(), errno);
      }
      visit_(path_, facts);
      if (!S_ISDIR(facts.st_mode)) continue;
      if (level == deepest_folder) throw too_deep();
      UniqueFd inner(::openat(folder.descriptor(), entry->d_name, folder_flags));
      if (!inner && errno == ENOENT) continue;
      if (!inner) throw storage_error("open the folder", subject(), errno);
      const std::string name = subject();
      path_ += '/';
      look_into({std::move(inner), name}, level + 1);
    }
    path_.resize(length);
  }

 private:
  std::string subject() const { return (top_.path() / path_).string(); }

  Error too_deep() const {
    return Error(ErrorKind::damaged, "look into the folder", top_.path().string(),
                 fmt::format("folders are nested more than {} levels deep in it", deepest_folder),
                 "No backup has such folders: look at what lies there, and remove it by hand");
  }

  const Directory& top_;
  const VisitEntry& visit_;
  std::string path_;
};

}  // namespace

void walk_tree(const Directory& folder, const VisitEntry& visit) {
  TreeWalk(folder, visit).look_into(FolderStream::of(folder.descriptor(), folder.path().string()), 0);
}

}  // namespace mongokeep
