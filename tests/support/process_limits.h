#pragma once

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <functional>

extern "C" void __asan_init() __attribute__((weak));

namespace mongokeep::test {

inline constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20U;

/// Whether `action` returns true in a process of its own that may map `more_bytes` of memory beyond what it has. Under
/// the address sanitizer, which takes memory as it likes, there is no limit.
inline bool fits_into(std::uint64_t more_bytes, const std::function<bool()>& action) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const std::uint64_t limit = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) + more_bytes;
    const rlimit both{limit, limit};
    if (__asan_init == nullptr && ::setrlimit(RLIMIT_AS, &both) != 0) ::_exit(2);
    try {
      ::_exit(action() ? 0 : 1);
    } catch (...) {
      ::_exit(3);
    }
  }
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Whether it does so with no more descriptors than these, and a memory that is more than enough.
inline bool works_with_descriptors(rlim_t most, const std::function<bool()>& action) {
  return fits_into(64 * mebibyte, [&] {
    const rlimit limit{most, most};
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && action();
  });
}

}  // namespace mongokeep::test
