#pragma once

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace mongokeep::faults {

/// The tracer itself cannot go on. A thread that has died meanwhile (ESRCH) is none: whoever stops it looks.
class TraceError : public std::runtime_error {
 public:
  explicit TraceError(const std::string& operation, int error = errno)
      : std::runtime_error("cannot " + operation + ": " + std::strerror(error)), is_gone_(error == ESRCH) {}
  /// The thread was killed meanwhile.
  bool is_gone() const { return is_gone_; }

 private:
  bool is_gone_;
};

}  // namespace mongokeep::faults
