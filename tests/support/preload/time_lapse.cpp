// Loaded before the libraries (LD_PRELOAD): the program's time goes by faster than the driver's, and the wall's clock
// shows what it is told to. So a year of nights takes minutes, and the pauses between tries take moments, while the
// time limits of the connection string stay what they are. Variables say how:
//   MKTEST_TIME_LAPSE     how many times as fast; 1 without it
//   MKTEST_CLOCK_AHEAD    seconds that the wall's clock is ahead at the start, which may be negative

#include <link.h>
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string_view>

#include "support/preload/real_calls.h"

namespace {

using mongokeep::test::preload::real;

constexpr std::int64_t billion = 1'000'000'000;

std::int64_t number_from(const char* variable, std::int64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoll(text, nullptr, 10);
}

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * billion + time.tv_nsec;
}

timespec time_of(std::int64_t nanoseconds) {
  timespec time{};
  time.tv_sec = nanoseconds / billion;
  time.tv_nsec = nanoseconds % billion;
  return time;
}

std::int64_t real_time(clockid_t clock) {
  static auto* const ask = real(::clock_gettime, "clock_gettime");
  timespec now{};
  ask(clock, &now);
  return nanoseconds(now);
}

/// A clock as it was when the program began, and how it goes since.
class LapsingClock {
 public:
  LapsingClock(clockid_t clock, std::int64_t ahead) : start_(real_time(clock)), ahead_(ahead) {}

  std::int64_t shown(std::int64_t real_now) const { return start_ + ahead_ + (real_now - start_) * factor(); }
  std::int64_t real_for(std::int64_t shown) const { return start_ + (shown - ahead_ - start_) / factor(); }

  static std::int64_t factor() {
    static const std::int64_t factor = number_from("MKTEST_TIME_LAPSE", 1);
    return factor;
  }

 private:
  std::int64_t start_;
  std::int64_t ahead_;
};

const LapsingClock& lapsing(clockid_t clock) {
  static const LapsingClock wall(CLOCK_REALTIME, number_from("MKTEST_CLOCK_AHEAD", 0) * billion);
  static const LapsingClock steady(CLOCK_MONOTONIC, 0);
  static const LapsingClock boot(CLOCK_BOOTTIME, 0);
  return clock == CLOCK_REALTIME ? wall : clock == CLOCK_BOOTTIME ? boot : steady;
}

/// Where the driver and its parts lie in memory.
struct Range {
  std::uintptr_t begin = 0;
  std::uintptr_t end = 0;
};

struct DriverRanges {
  std::array<Range, 16> ranges{};
  std::size_t count = 0;

  DriverRanges() { ::dl_iterate_phdr(note, this); }

  static int note(dl_phdr_info* object, std::size_t /*size*/, void* to) {
    auto* const self = static_cast<DriverRanges*>(to);
    const std::string_view name = object->dlpi_name;
    if (name.find("mongoc") == name.npos && name.find("bson") == name.npos && name.find("curl") == name.npos) return 0;
    for (int i = 0; i < object->dlpi_phnum; ++i) {
      const auto& part = object->dlpi_phdr[i];
      if (part.p_type != PT_LOAD || self->count == self->ranges.size()) continue;
      const std::uintptr_t begin = object->dlpi_addr + part.p_vaddr;
      self->ranges[self->count++] = {begin, begin + part.p_memsz};
    }
    return 0;
  }

  bool hold(const void* place) const {
    const auto address = reinterpret_cast<std::uintptr_t>(place);
    for (std::size_t i = 0; i < count; ++i) {
      if (address >= ranges[i].begin && address < ranges[i].end) return true;
    }
    return false;
  }
};

bool is_the_drivers(const void* caller) {
  static const DriverRanges driver;
  return driver.hold(caller);
}

bool lapses(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC || clock == CLOCK_BOOTTIME;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  static auto* const ask = real(::clock_gettime, "clock_gettime");
  const int result = ask(clock, now);
  if (result != 0 || !lapses(clock) || is_the_drivers(__builtin_return_address(0))) return result;
  *now = time_of(lapsing(clock).shown(nanoseconds(*now)));
  return result;
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* until) {
  static auto* const wait = real(::pthread_cond_clockwait, "pthread_cond_clockwait");
  if (is_the_drivers(__builtin_return_address(0))) return wait(condition, mutex, clock, until);
  const timespec sooner = time_of(lapsing(clock).real_for(nanoseconds(*until)));
  return wait(condition, mutex, clock, &sooner);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const timespec* until) {
  static auto* const wait = real(::pthread_cond_timedwait, "pthread_cond_timedwait");
  if (is_the_drivers(__builtin_return_address(0))) return wait(condition, mutex, until);
  const timespec sooner = time_of(lapsing(CLOCK_REALTIME).real_for(nanoseconds(*until)));
  return wait(condition, mutex, &sooner);
}

}  // extern "C"
