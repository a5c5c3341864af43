#pragma once

#include <pthread.h>

#include <cstddef>

namespace mongokeep::test {

/// While it lives, no thread can be started, as where a limit on processes is reached: each would have a larger stack
/// than there are addresses.
class NoThreads {
 public:
  NoThreads() {
    constexpr std::size_t larger_than_all = std::size_t{1} << 60U;
    ::pthread_getattr_default_np(&usual_);
    pthread_attr_t huge;
    ::pthread_attr_init(&huge);
    ::pthread_attr_setstacksize(&huge, larger_than_all);
    ::pthread_setattr_default_np(&huge);
    ::pthread_attr_destroy(&huge);
  }
  ~NoThreads() {
    ::pthread_setattr_default_np(&usual_);
    ::pthread_attr_destroy(&usual_);
  }
  NoThreads(const NoThreads&) = delete;
  NoThreads& operator=(const NoThreads&) = delete;

 private:
  pthread_attr_t usual_{};
};

}  // namespace mongokeep::test
