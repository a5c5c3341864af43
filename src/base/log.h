#pragma once

#include <string>
#include <vector>

#include "base/telling.h"
#include "mongokeep/clock.h"
#include "mongokeep/log.h"

namespace mongokeep {

/// Hands log lines to a handler with the clock's time on them, one at a time in the whole process.
class Log {
 public:
  Log(LogHandler handler, Clock clock);

  void debug(std::string message, std::vector<LogField> fields = {});
  void info(std::string message, std::vector<LogField> fields = {});
  void warning(std::string message, std::vector<LogField> fields = {});
  void error(std::string message, std::vector<LogField> fields = {});

  /// Calls `tell`, which logs, reports or shows what has been done and stands: as tell_what_is_done() does, with a
  /// warning here.
  template <typename Tell>
  void of_what_is_done(const Tell& tell) {
    tell_what_is_done(tell, [&](const char* reason) { warning(untold_warning, {{"error", std::string(reason)}}); });
  }

  /// The same log, for what a ProgressObserver is told as well: see LogEntry::is_progress.
  Log progress() const;

 private:
  void write(LogLevel level, std::string message, std::vector<LogField> fields);

  LogHandler handler_;
  Clock clock_;
  bool is_progress_ = false;
};

}  // namespace mongokeep
