#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace mongokeep {

enum class LogLevel { debug, info, warning, error };

/// One named value of a log line.
struct LogField {
  std::string name;
  std::variant<std::string, std::int64_t, double, bool> value;
};

/// One log line, before it is given a form. Texts are UTF-8 as far as their origin was, and hold no credential.
struct LogEntry {
  std::chrono::system_clock::time_point time;
  LogLevel level = LogLevel::info;
  std::string message;
  std::vector<LogField> fields;
  /// Whether a ProgressObserver is told the same: who shows both to a person can leave this entry out.
  bool is_progress = false;
};

/// Receives every line. Called from several threads, one call at a time; must not throw.
using LogHandler = std::function<void(const LogEntry&)>;

/// The entry as one line of JSON without a line feed: `time`, `level` and `message` first, then the fields.
/// Bytes that are not UTF-8 come out as U+FFFD, and characters that steer a terminal or hide text as escapes.
std::string to_json_line(const LogEntry& entry);

/// A handler that writes `to_json_line` to what is the standard error now, by a descriptor of its own: never to a file
/// or connection that gets the number later. Where the standard error is closed now, it writes nothing.
LogHandler json_log_to_stderr();

}  // namespace mongokeep
