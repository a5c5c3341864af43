#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings/log_form.h"
#include "cli/terminal/answer.h"
#include "cli/terminal/log_output.h"
#include "cli/terminal/screen.h"
#include "cli/terminal/terminal.h"
#include "mongokeep/clock.h"
#include "mongokeep/error.h"
#include "mongokeep/log.h"
#include "mongokeep/redactor.h"

namespace mongokeep::cli {

/// The one place where text leaves the program: results to the standard output, everything else to the standard
/// error. Log lines and errors are cleaned of secrets here. May be used from several threads.
class Console {
 public:
  explicit Console(Clock clock);

  /// From now on lines have this form and at least this level.
  void set_log(LogForm form, LogLevel least);
  /// From now on lines for a person begin with the time: a program that stays up is read later.
  void show_times();
  /// What is kept secret; to be taught before another thread uses the console.
  Redactor& redactor() { return redactor_; }
  /// The same at any time, for the secret in a connection string. Returns whether anything is secret now.
  bool add_secret(std::string_view uri);
  /// The same for the URL of a health-check service.
  bool add_address(std::string_view url);

  /// Prints a result as it is: what may carry a driver's message has been cleaned before it was given its form. On a
  /// terminal hidden characters are shown as JSON's escapes; text for a person has none left in it.
  /// Throws Error{storage} when the standard output refuses it.
  void print(std::string_view text) const;
  /// The same of what was done: a reader that has gone away is worth a warning, and must not turn it into a failure.
  void print_done(std::string_view text);
  /// What `main` prints in the end where JSON is wanted.
  Answer& answer() { return answer_; }
  /// The error without secrets.
  Error cleaned_error(const Error& error);
  /// Columns of the terminal that results are read on; nothing where they go to a file or another program.
  std::optional<std::size_t> print_width() const;

  void log(const LogEntry& entry);
  void log(LogLevel level, std::string message, std::vector<LogField> fields = {});
  /// For those who log from below; the console must outlive it.
  LogHandler log_handler();

  /// Says what ended the program: one JSON line, or what failed and the hint on a line each.
  void report(const Error& error);

  /// Lines for a person, each with its line feed, the first with the time where times are shown. They are no log: no
  /// level leaves them out.
  void tell(const std::string& lines);

  /// Whether progress bars can be drawn, and may beside log lines of this form.
  bool can_draw(LogForm form) const { return terminal_.moves && form == LogForm::automatic; }
  /// Whether a person reads the standard error, and has not asked for records with all details.
  bool speaks_to_a_person(LogForm form, LogLevel least) const {
    return terminal_.present && form == LogForm::automatic && least != LogLevel::debug;
  }
  Colours colours() const { return terminal_.colours; }
  /// Text without what is secret. From any thread.
  std::string without_secrets(const std::string& text);
  Screen& screen() { return screen_; }
  const Clock& clock() const { return clock_; }

 private:
  void open_log();

  Clock clock_;
  Terminal terminal_;
  Screen screen_;
  Answer answer_;
  std::mutex mutex_;  ///< for what follows
  Redactor redactor_;
  LogForm log_form_ = LogForm::automatic;
  LogLevel least_ = LogLevel::info;
  LogOutput::Times times_ = LogOutput::Times::hidden;
  std::unique_ptr<LogOutput> log_;
};

}  // namespace mongokeep::cli
