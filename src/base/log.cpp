#include "base/log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

#include "base/files/file.h"
#include "base/files/unique_fd.h"
#include "base/json/json_text_writer.h"
#include "base/text/hidden_text.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"

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

/// The standard error by a descriptor of our own, one for all handlers. By its number alone it would be whatever file
/// or connection has got that, once the application has closed it.
class StandardError {
 public:
  StandardError() : is_open_(::fstat(STDERR_FILENO, &file_) == 0) { take(); }

  /// Null where it was closed to begin with. Where no descriptor was to be had, the next line tries again, as long as
  /// the number leads to the same file.
  const UniqueFd* get() {
    struct stat now {};
    if (!ours_ && is_open_ && ::fstat(STDERR_FILENO, &now) == 0 && is_same_file(now, file_)) take();
    return ours_.get();
  }

 private:
  void take() {
    static std::mutex mutex;
    static std::weak_ptr<const UniqueFd> shared;
    if (!is_open_) return;
    const std::lock_guard lock(mutex);
    struct stat then {};
    ours_ = shared.lock();
    if (ours_ && ::fstat(ours_->get(), &then) == 0 && is_same_file(then, file_)) return;
    UniqueFd own(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    ours_ = own ? std::make_shared<const UniqueFd>(std::move(own)) : nullptr;
    if (ours_) shared = ours_;
  }

  struct stat file_ {};
  bool is_open_;
  std::shared_ptr<const UniqueFd> ours_;
};

}  // namespace

std::string to_json_line(const LogEntry& entry) {
  JsonTextWriter line;
  const auto add = [&](std::string_view name, const Json& value) {
    line.key(name);
    line.scalar(value, {});
  };
  line.open('{');
  add("time", utc_text(entry.time));
  add("level", name_of(entry.level));
  add("message", entry.message);
  for (const LogField& field : entry.fields) {
    std::visit([&](const auto& value) { add(field.name, value); }, field.value);
  }
  line.close('}');
  // Whoever follows a log of lines does so on a terminal.
  return json_for_terminal(line.take());
}

LogHandler json_log_to_stderr() {
  return [standard_error = std::make_shared<StandardError>()](const LogEntry& entry) {
    const UniqueFd* const output = standard_error->get();
    if (output == nullptr) return;
    try {
      write_all(output->get(), to_json_line(entry) + "\n", "the standard error");
    } catch (const Error&) {
      // There is nowhere to tell it, and a log that nobody can read must not end a backup.
      return;
    }
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
