#include "base/files/account_name.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <vector>

namespace mongokeep {

namespace {

/// Calls `visit` with the group's entry, where there is one. A group of thousands has a long one.
template <typename Visit>
void with_group(gid_t number, Visit visit) {
  constexpr std::size_t most = std::size_t{1} << 20U;
  group entry{};
  group* found = nullptr;
  for (std::vector<char> room(4096); room.size() <= most; room.resize(room.size() * 4)) {
    const int error = ::getgrgid_r(number, &entry, room.data(), room.size(), &found);
    if (error == 0 && found != nullptr) return visit(*found);
    if (error != ERANGE) return;
  }
}

}  // namespace

std::string user_name(uid_t user) {
  std::array<char, 4096> room{};
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(user, &entry, room.data(), room.size(), &found) == 0 && found != nullptr) return entry.pw_name;
  return fmt::format("user {}", user);
}

std::string ourselves() {
  return user_name(::geteuid());
}

std::string group_name(gid_t group) {
  std::string name = fmt::format("{}", group);
  with_group(group, [&](const ::group& entry) { name = entry.gr_name; });
  return name;
}

bool has_other_members(gid_t group, uid_t than) {
  bool has_others = false;
  with_group(group, [&](const ::group& entry) {
    if (*entry.gr_mem == nullptr) return;
    const std::string own = user_name(than);
    for (char** member = entry.gr_mem; *member != nullptr; ++member) has_others = has_others || own != *member;
  });
  return has_others;
}

bool is_unmapped_user(uid_t user) {
  uid_t nobody = 65534;
  std::ifstream("/proc/sys/kernel/overflowuid") >> nobody;
  if (user != nobody) return false;
  std::ifstream map("/proc/self/uid_map");
  std::uint64_t first = 0;
  std::uint64_t outside = 0;
  std::uint64_t count = 0;
  while (map >> first >> outside >> count) {
    if (user >= first && user - first < count) return false;
  }
  return map.eof();
}

}  // namespace mongokeep
