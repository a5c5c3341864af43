#pragma once

#include <memory>

#include "cli/terminal/screen.h"
#include "mongokeep/log.h"

namespace spdlog {
class logger;
}

namespace mongokeep::cli {

/// Log lines on their way to the screen.
class LogOutput {
 public:
  enum class Form { json, text, coloured_text };

  /// The screen is borrowed.
  LogOutput(Screen& screen, Form form, LogLevel least);

  /// Writes the entry unless its level is below the least. Does not throw.
  void write(const LogEntry& entry);

  Form form() const { return form_; }

 private:
  Form form_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace mongokeep::cli
