#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "cli/terminal/screen.h"
#include "mongokeep/log.h"

namespace spdlog {
class logger;
}

namespace mongokeep::cli {

/// Log lines on their way to the screen.
class LogOutput {
 public:
  enum class Form { json, text, coloured_text, person, coloured_person };
  /// Whether lines for a person begin with the time. Those of the text form always do.
  enum class Times { hidden, shown };

  /// The screen is borrowed.
  LogOutput(Screen& screen, Form form, LogLevel least, Times times = Times::hidden);

  /// Writes the entry unless its level is below the least. Does not throw.
  void write(const LogEntry& entry);

  /// Writes lines that are no entries, the first with the time where times are shown. They end in line feeds.
  void write_lines(std::chrono::system_clock::time_point time, std::string lines);

  Form form() const { return form_; }

 private:
  Form form_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace mongokeep::cli
