#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "readiness/findings.h"

namespace mongokeep::readiness {

/// What is known of the space that the next backup needs, and of what there is.
struct SpaceFigures {
  std::optional<std::uint64_t> free_bytes = {};  ///< nothing: the root could not be looked at
  std::optional<std::uint64_t> free_files = {};  ///< nothing: the file system has no such limit
  std::optional<std::uint64_t> last_bytes = {};  ///< of the newest complete backup, as it is stored
  std::uint64_t last_files = 0;
  std::optional<std::uint64_t> data_size = {};  ///< on the server: a guess where there is no backup yet
};

/// The figures as those who look gather them, on threads of their own.
class SharedFigures {
 public:
  template <typename Change>
  void change(Change change) {
    const std::lock_guard lock(mutex_);
    change(figures_);
  }
  SpaceFigures get() const {
    const std::lock_guard lock(mutex_);
    return figures_;
  }

 private:
  mutable std::mutex mutex_;
  SpaceFigures figures_;
};

/// Whether there is room for the next backup: less than the newest one takes fails, less than twice that is a warning.
Finding judge_space(const SpaceFigures& figures);

}  // namespace mongokeep::readiness
