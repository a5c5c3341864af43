#include "traced_call.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mongokeep::faults {

namespace {

bool opens_for_change(std::uint64_t flags) {
  return (flags & (O_CREAT | O_TRUNC)) != 0;
}

std::string kind_of(const std::string& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return "missing";
  switch (facts.st_mode & S_IFMT) {
    case S_IFREG: return "file";
    case S_IFDIR: return "folder";
    case S_IFSOCK: return "socket";
    case S_IFIFO: return "pipe";
    default: return "other";
  }
}

}  // namespace

TracedCall::TracedCall(pid_t thread, const CallKind& kind, const Registers& registers)
    : thread_(thread), kind_(&kind), registers_(registers), process_(thread) {}

bool TracedCall::may_change() const {
  if (kind_->number == SYS_openat) return opens_for_change(registers_.argument(2));
#ifdef SYS_open
  if (kind_->number == SYS_open) return opens_for_change(registers_.argument(1));
#endif
  return kind_->effect == Effect::changes;
}

int TracedCall::folder() const {
  switch (kind_->target) {
    case Target::descriptor:
    case Target::entry:
    case Target::entry_pair: return static_cast<int>(registers_.argument(0));
    case Target::entry_to_new: return static_cast<int>(registers_.argument(1));
    default: return AT_FDCWD;
  }
}

std::string TracedCall::name() const {
  switch (kind_->target) {
    case Target::path:
    case Target::path_pair: return process_.text_at(registers_.argument(0));
    case Target::entry:
    case Target::entry_pair:
    case Target::path_to_new: return process_.text_at(registers_.argument(1));
    case Target::entry_to_new: return process_.text_at(registers_.argument(2));
    default: return {};
  }
}

std::string TracedCall::path_to_subject() const {
  return kind_->target == Target::descriptor ? process_.path_to(folder()) : process_.path_to(folder(), name());
}

std::string TracedCall::file_kind() const {
  if (kind_->target == Target::none) return "none";
  if (kind_->target == Target::descriptor && folder() >= 0 && folder() <= STDERR_FILENO) return "stream";
  return kind_of(path_to_subject());
}

std::string TracedCall::subject() const {
  if (kind_->target == Target::none) return {};
  return kind_->target == Target::descriptor ? process_.name_of(folder()) : process_.name_of(folder(), name());
}

std::string TracedCall::other_subject() const {
  if (kind_->target == Target::path_pair) return process_.name_of(AT_FDCWD, process_.text_at(registers_.argument(1)));
  if (kind_->target != Target::entry_pair) return {};
  return process_.name_of(static_cast<int>(registers_.argument(2)), process_.text_at(registers_.argument(3)));
}

}  // namespace mongokeep::faults
