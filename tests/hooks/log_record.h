#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/log.h"
#include "mongokeep/clock.h"

namespace mongokeep::hooks {

/// A log whose lines can be looked at. To be read once nobody writes any more.
class LogRecord {
 public:
  Log& log() { return log_; }
  const std::vector<LogEntry>& entries() const { return entries_; }

  /// All lines as JSON, for what must not be in any of them.
  std::string text() const {
    std::string lines;
    for (const LogEntry& entry : entries_) lines += to_json_line(entry) + "\n";
    return lines;
  }

 private:
  std::vector<LogEntry> entries_;
  Log log_{[this](const LogEntry& entry) { entries_.push_back(entry); }, system_clock()};
};

/// The value of a text field; what it is not where there is none.
inline std::string text_field(const LogEntry& entry, const std::string& name) {
  for (const LogField& field : entry.fields) {
    if (field.name == name) return std::get<std::string>(field.value);
  }
  return "(no field " + name + ")";
}

/// The value of a whole number's field; -1 where there is none.
inline std::int64_t number_field(const LogEntry& entry, const std::string& name) {
  for (const LogField& field : entry.fields) {
    if (field.name == name) return std::get<std::int64_t>(field.value);
  }
  return -1;
}

}  // namespace mongokeep::hooks
