#include "base/files/name_change.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/files/file.h"

namespace mongokeep {

namespace {

/// What a name leads to, links not followed.
struct Entry {
  int error = 0;  ///< that kept us from knowing
  bool is_there = false;
  struct stat facts {};

  bool is_known() const { return error == 0; }
  bool is_same_as(const Entry& other) const { return is_there && other.is_there && is_same_file(facts, other.facts); }
};

Entry entry_at(int folder, const std::string& name) {
  Entry entry;
  entry.is_there = ::fstatat(folder, name.c_str(), &entry.facts, AT_SYMLINK_NOFOLLOW) == 0;
  entry.error = entry.is_there || errno == ENOENT ? 0 : errno;
  return entry;
}

NameChange failed(int error, bool is_known) {
  return {error, is_known};
}

/// What became of a rename that failed, by what was there before.
NameChange looked_after(int error, const Entry& renamed, int folder, const std::string& from, const std::string& to) {
  const Entry old_place = entry_at(folder, from);
  const Entry new_place = entry_at(folder, to);
  if (!renamed.is_known() || !old_place.is_known() || !new_place.is_known()) return failed(error, false);
  if (!old_place.is_there && new_place.is_same_as(renamed)) return {};
  return failed(error, true);
}

}  // namespace

NameChange make_folder(int folder, const std::string& name, mode_t mode) {
  const Entry before = entry_at(folder, name);
  if (::mkdirat(folder, name.c_str(), mode) == 0) return {};
  const int error = errno;
  if (!before.is_known() || before.is_there) return failed(error, before.is_known());
  const Entry now = entry_at(folder, name);
  if (now.is_there && S_ISDIR(now.facts.st_mode)) return {};
  return failed(error, now.is_known());
}

NameChange rename_to_free_name(int folder, const std::string& from, const std::string& to) {
  const Entry renamed = entry_at(folder, from);
  if (::renameat2(folder, from.c_str(), folder, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  int error = errno;
  if (error == EINVAL || error == ENOSYS) {
    // Some network file systems have no RENAME_NOREPLACE; a look stands in, under the root's lock.
    const Entry taken = entry_at(folder, to);
    if (!taken.is_known()) return failed(taken.error, true);
    if (taken.is_there) return failed(EEXIST, true);
    if (::renameat(folder, from.c_str(), folder, to.c_str()) == 0) return {};
    error = errno;
  }
  return looked_after(error, renamed, folder, from, to);
}

NameChange rename_over(int folder, const std::string& from, const std::string& to) {
  const Entry renamed = entry_at(folder, from);
  if (::renameat(folder, from.c_str(), folder, to.c_str()) == 0) return {};
  return looked_after(errno, renamed, folder, from, to);
}

NameChange exchange_names(int folder, const std::string& one, const std::string& other) {
  const Entry one_before = entry_at(folder, one);
  const Entry other_before = entry_at(folder, other);
  if (::renameat2(folder, one.c_str(), folder, other.c_str(), RENAME_EXCHANGE) == 0) return {};
  const int error = errno;
  const Entry one_now = entry_at(folder, one);
  const Entry other_now = entry_at(folder, other);
  const bool were_known = one_before.is_known() && other_before.is_known();
  if (!were_known || !one_now.is_known() || !other_now.is_known()) return failed(error, false);
  if (one_now.is_same_as(other_before) && other_now.is_same_as(one_before)) return {};
  return failed(error, true);
}

NameChange remove_name(int folder, const std::string& name, int flags) {
  if (::unlinkat(folder, name.c_str(), flags) == 0) return {};
  const int error = errno;
  const Entry now = entry_at(folder, name);
  if (now.is_known() && !now.is_there) return {};
  return failed(error, now.is_known());
}

std::string hint_about(const NameChange& change) {
  return change.is_known ? "" : "It may have been done all the same: look at the folder once the file system answers";
}

}  // namespace mongokeep
