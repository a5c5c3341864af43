#pragma once

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <cstdio>
#include <string>

// What each library that stands in front of the real calls needs. Hidden, so that each has its own: where two are
// loaded, the call behind the one is the other's.

namespace mongokeep::test::preload {

/// The call that ours stands in front of.
template <typename Function>
[[gnu::visibility("hidden")]] Function* real(Function* /*ours*/, const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

/// Where the descriptor leads; empty where that has no name.
[[gnu::visibility("hidden")]] inline std::string path_of(int descriptor) {
  if (descriptor == AT_FDCWD) return {};
  std::array<char, 32> link{};
  std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", descriptor);
  std::array<char, PATH_MAX> path{};
  const ssize_t size = ::readlink(link.data(), path.data(), path.size());
  return size > 0 ? std::string(path.data(), static_cast<std::size_t>(size)) : std::string();
}

}  // namespace mongokeep::test::preload
