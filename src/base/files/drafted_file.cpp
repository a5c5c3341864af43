#include "base/files/drafted_file.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

#include "base/files/file.h"
#include "mongokeep/error.h"

namespace mongokeep {

namespace {

constexpr std::size_t longest_name = 255;

/// Names that are too long for the ending lose their own: who has a hidden name is told by the lock.
std::string hidden_name_of(const std::string& name) {
  constexpr std::string_view ending = ".mongokeep.part";
  std::size_t size = std::min(name.size(), longest_name - ending.size() - 1);
  // Not in the middle of a character.
  while (size < name.size() && size > 0 && (static_cast<unsigned char>(name[size]) & 0xC0U) == 0x80U) --size;
  return "." + name.substr(0, size) + std::string(ending);
}

Error in_other_hands(const std::string& path) {
  return Error(ErrorKind::locked, "write", path, "another process of mongokeep is writing it",
               "Wait until it has ended, or choose another name");
}

/// False when another process has it. Where the file system has no locks, everybody goes on without.
bool try_to_lock(int file, const std::string& path) {
  const int error = try_flock(file, LOCK_EX);
  if (error == 0 || says_lockless(error)) return true;
  if (error == EWOULDBLOCK) return false;
  throw storage_error("lock", path, error);
}

bool has_name(int file, const Directory& folder, const std::string& name) {
  struct stat ours {};
  if (::fstat(file, &ours) != 0) throw storage_error("read", (folder.path() / name).string(), errno);
  const auto there = folder.facts(name);
  return there && is_same_file(ours, *there);
}

}  // namespace

DraftedFile::DraftedFile(const Directory& folder, std::string name)
    : folder_(folder), name_(std::move(name)), hidden_name_(hidden_name_of(name_)), file_([this] {
        remove_remains();
        return NewFile(folder_, hidden_name_);
      }()) {
  take_lock();
}

void DraftedFile::remove_remains() const {
  const auto facts = folder_.facts(hidden_name_);
  if (!facts) return;
  const std::string path = (folder_.path() / hidden_name_).string();
  if (!S_ISREG(facts->st_mode) || facts->st_uid != ::geteuid()) {
    throw Error(ErrorKind::storage, "write", path, "something that mongokeep has not made has this name",
                "Move it elsewhere");
  }
  const UniqueFd left = folder_.open_file(hidden_name_);
  if (!try_to_lock(left.get(), path)) throw in_other_hands((folder_.path() / name_).string());
  // Under the lock: whoever had it may have given the file its name meanwhile.
  if (has_name(left.get(), folder_, hidden_name_)) folder_.remove_file(hidden_name_);
}

void DraftedFile::take_lock() {
  if (try_to_lock(file_.descriptor(), path()) && has_name(file_.descriptor(), folder_, hidden_name_)) return;
  // Between our making it and our lock another process took it for a dead one's. What has the name now is its own.
  file_.keep();
  throw in_other_hands(path());
}

void DraftedFile::publish() {
  file_.rename(name_);
  folder_.sync();
  file_.keep();
}

}  // namespace mongokeep
