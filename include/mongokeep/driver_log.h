#pragma once

#include <memory>

#include "mongokeep/clock.h"
#include "mongokeep/log.h"

namespace mongokeep {

/// While it lives, the driver's own messages go to a handler instead of the standard error, as lines `MongoDB driver`
/// with the fields `domain` and `text`; afterwards they go where the driver sends them by itself.
///
/// The driver has one log for the whole process: for programs, not for libraries. One at a time, made before and ended
/// after all other use of the driver.
class [[nodiscard]] DriverLog {
 public:
  DriverLog(LogHandler handler, Clock clock);
  ~DriverLog();
  DriverLog(const DriverLog&) = delete;
  DriverLog& operator=(const DriverLog&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep
