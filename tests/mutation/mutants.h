// What a broken program asks at run time: am I to be broken here? All breaks are compiled in, and the variable
// MUTATION_CHOSEN says which one counts; so one build serves them all. Included before everything by
// tests/mutation/run.py, and by nothing else.
#pragma once
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

namespace mutants {

inline const long chosen = [] {
  const char* text = std::getenv("MUTATION_CHOSEN");
  return text == nullptr ? -1L : std::strtol(text, nullptr, 10);
}();

// A byte for each place, in a file that all processes of a test share: set where a test passes by.
inline unsigned char* const visits = []() -> unsigned char* {
  const char* path = std::getenv("MUTATION_VISITS");
  const int fd = path == nullptr ? -1 : ::open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return nullptr;
  const off_t size = ::lseek(fd, 0, SEEK_END);
  void* memory = ::mmap(nullptr, static_cast<std::size_t>(size), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  ::close(fd);
  return memory == MAP_FAILED ? nullptr : static_cast<unsigned char*>(memory);
}();

inline bool on_at_run_time(long place) {
  if (visits != nullptr) visits[place] = 1;
  return place == chosen;
}

constexpr bool on(long place) {
  return __builtin_is_constant_evaluated() ? false : on_at_run_time(place);
}

constexpr bool negate(long place, bool condition) {
  return on(place) != condition;
}

template <class Left, class Right>
constexpr bool less(long place, const Left& left, const Right& right) {
  return on(place) ? left <= right : left < right;
}
template <class Left, class Right>
constexpr bool less_or_equal(long place, const Left& left, const Right& right) {
  return on(place) ? left < right : left <= right;
}
template <class Left, class Right>
constexpr bool greater(long place, const Left& left, const Right& right) {
  return on(place) ? left >= right : left > right;
}
template <class Left, class Right>
constexpr bool greater_or_equal(long place, const Left& left, const Right& right) {
  return on(place) ? left > right : left >= right;
}

}  // namespace mutants
