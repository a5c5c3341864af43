// Loaded before the C library's (LD_PRELOAD): a file system, or a fate, that makes calls fail. MKTEST_FAILING_CALLS has
// the rules, separated by blanks, each CALL:NUMBER:WHAT[:NAME]:
//   CALL    one of the functions below, or `any`: each that changes the file system
//   NUMBER  of the call among those that the rule is about, from 1; 5+ for that and all behind it
//   WHAT    EIO, ENOSPC, …: fails so, with nothing done; done-EIO: is done, and answers so; KILL: the process is killed
//           instead of it
//   NAME    a part of the names that it is called with (of a descriptor: of its path), with $ behind it their end;
//           without it any
// Where a rule kills, only calls of the process that was started count, not those of its children.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/preload/real_calls.h"

namespace {

using mongokeep::test::preload::path_of;
using mongokeep::test::preload::real;

struct Rule {
  std::string call;
  int number = 1;
  bool goes_on = false;
  bool is_done = false;
  int error = 0;  ///< 0: the process is killed
  std::string name;
  mutable std::atomic<int> seen = 0;
};

int error_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, int>, 11> names = {{{"EIO", EIO},
                                                                       {"ENOSPC", ENOSPC},
                                                                       {"EDQUOT", EDQUOT},
                                                                       {"EMFILE", EMFILE},
                                                                       {"ENOMEM", ENOMEM},
                                                                       {"EEXIST", EEXIST},
                                                                       {"ENOENT", ENOENT},
                                                                       {"EACCES", EACCES},
                                                                       {"EINVAL", EINVAL},
                                                                       {"EROFS", EROFS},
                                                                       {"EPERM", EPERM}}};
  for (const auto& [known, error] : names) {
    if (known == name) return error;
  }
  std::abort();
}

std::vector<std::string> parts_of(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char byte : text) {
    if (byte == separator) {
      parts.emplace_back();
    } else {
      parts.back() += byte;
    }
  }
  return parts;
}

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = [] {
    const char* text = std::getenv("MKTEST_FAILING_CALLS");
    const std::vector<std::string> texts = parts_of(text == nullptr ? "" : text, ' ');
    std::vector<Rule> found(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i].empty()) continue;
      std::vector<std::string> parts = parts_of(texts[i], ':');
      if (parts.size() < 3) std::abort();
      Rule& rule = found[i];
      rule.call = parts[0];
      rule.goes_on = parts[1].ends_with('+');
      rule.number = std::atoi(parts[1].c_str());
      rule.is_done = parts[2].starts_with("done-");
      if (parts[2] != "KILL") rule.error = error_named(std::string_view(parts[2]).substr(rule.is_done ? 5 : 0));
      if (parts.size() > 3) rule.name = parts[3];
    }
    return found;
  }();
  return all;
}

bool is_about(const Rule& rule, std::string_view names) {
  const std::string_view wanted = rule.name;
  return wanted.ends_with('$') ? names.ends_with(wanted.substr(0, wanted.size() - 1))
                               : names.find(wanted) != std::string_view::npos;
}

/// The rule that this call meets; null: it is made as always.
const Rule* rule_met(std::string_view call, const std::string& names) {
  const Rule* met = nullptr;
  for (const Rule& rule : rules()) {
    if (rule.call.empty() || (rule.call != "any" && rule.call != call)) continue;
    if (!is_about(rule, names)) continue;
    const int number = ++rule.seen;
    if (number == rule.number || (rule.goes_on && number > rule.number)) met = &rule;
  }
  if (met != nullptr && met->error == 0) ::raise(SIGKILL);
  return met;
}

template <typename Call>
int changed(std::string_view name, const std::string& names, Call call) {
  const Rule* rule = rule_met(name, names);
  if (rule == nullptr) return call();
  if (rule->is_done) static_cast<void>(call());
  errno = rule->error;
  return -1;
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  auto* const ours = real(write, "write");
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) return ours(descriptor, bytes, size);
  const Rule* rule = rule_met("write", path_of(descriptor));
  if (rule == nullptr) return ours(descriptor, bytes, size);
  if (rule->is_done) static_cast<void>(!ours(descriptor, bytes, size));
  errno = rule->error;
  return -1;
}

int fsync(int descriptor) {
  return changed("fsync", path_of(descriptor), [&] { return real(fsync, "fsync")(descriptor); });
}

int fchmod(int descriptor, mode_t mode) noexcept {
  return changed("fchmod", path_of(descriptor), [&] { return real(fchmod, "fchmod")(descriptor, mode); });
}

int futimens(int descriptor, const struct timespec times[2]) noexcept {
  return changed("futimens", path_of(descriptor), [&] { return real(futimens, "futimens")(descriptor, times); });
}

int openat(int folder, const char* name, int flags, ...) {
  va_list values;
  va_start(values, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(values, mode_t) : 0;
  va_end(values);
  const auto call = [&] { return real(openat, "openat")(folder, name, flags, mode); };
  if ((flags & O_CREAT) == 0) return call();
  const Rule* rule = rule_met("openat", name);
  if (rule == nullptr) return call();
  if (rule->is_done) ::close(call());
  errno = rule->error;
  return -1;
}

int mkdirat(int folder, const char* name, mode_t mode) noexcept {
  return changed("mkdirat", name, [&] { return real(mkdirat, "mkdirat")(folder, name, mode); });
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  return changed("renameat", std::string(from) + " " + to,
                 [&] { return real(renameat, "renameat")(from_folder, from, to_folder, to); });
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  return changed("renameat2", std::string(from) + " " + to,
                 [&] { return real(renameat2, "renameat2")(from_folder, from, to_folder, to, flags); });
}

int unlinkat(int folder, const char* name, int flags) noexcept {
  return changed("unlinkat", name, [&] { return real(unlinkat, "unlinkat")(folder, name, flags); });
}

}  // extern "C"
