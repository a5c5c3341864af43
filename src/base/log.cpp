#include "base/log.h"

#include <cstdio>
#include <utility>

#include "base/hidden_text.h"
#include "base/json.h"
#include "base/time_text.h"

namespace mongokeep {

namespace {

const char* name_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: return "error";
  }
  return "error";
}

/// One for all: nobody can tell whether two services were given the same handler.
std::mutex& handlers_mutex() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

std::string to_json_line(const LogEntry& entry) {
  Json line;
  line["time"] = utc_text(entry.time);
  line["level"] = name_of(entry.level);
  line["message"] = entry.message;
  for (const LogField& field : entry.fields) {
    std::visit([&](const auto& value) { line[field.name] = value; }, field.value);
  }
  // Whoever follows a log of lines does so on a terminal.
  return json_for_terminal(json_line(line));
}

LogHandler json_log_to_stderr() {
  return [](const LogEntry& entry) {
    const std::string line = to_json_line(entry) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
  };
}

Log::Log(LogHandler handler, Clock clock) : handler_(std::move(handler)), clock_(std::move(clock)) {}

void Log::debug(std::string message, std::vector<LogField> fields) {
  write(LogLevel::debug, std::move(message), std::move(fields));
}
void Log::info(std::string message, std::vector<LogField> fields) {
  write(LogLevel::info, std::move(message), std::move(fields));
}
void Log::warning(std::string message, std::vector<LogField> fields) {
  write(LogLevel::warning, std::move(message), std::move(fields));
}
void Log::error(std::string message, std::vector<LogField> fields) {
  write(LogLevel::error, std::move(message), std::move(fields));
}

Log Log::progress() const {
  Log marked = *this;
  marked.is_progress_ = true;
  return marked;
}

void Log::write(LogLevel level, std::string message, std::vector<LogField> fields) {
  const std::lock_guard lock(handlers_mutex());
  handler_({clock_(), level, std::move(message), std::move(fields), is_progress_});
}

}  // namespace mongokeep
