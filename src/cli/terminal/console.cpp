#include "cli/terminal/console.h"

#include <unistd.h>

#include <utility>

#include "base/files/file.h"
#include "base/text/hidden_text.h"
#include "cli/terminal/clean_output.h"
#include "cli/terminal/text_log.h"

namespace mongokeep::cli {

Console::Console(Clock clock)
    : clock_(std::move(clock)), terminal_(terminal_at(STDERR_FILENO)), screen_(STDERR_FILENO) {
  set_log(LogForm::automatic, LogLevel::info);
}

void Console::set_log(LogForm form, LogLevel least) {
  const std::lock_guard lock(mutex_);
  log_form_ = form;
  least_ = least;
  open_log();
}

void Console::show_times() {
  const std::lock_guard lock(mutex_);
  times_ = LogOutput::Times::shown;
  open_log();
}

void Console::open_log() {
  using Form = LogOutput::Form;
  const bool is_coloured = terminal_.colours == Colours::on;
  const bool is_json = log_form_ == LogForm::json || (log_form_ == LogForm::automatic && !terminal_.present);
  Form form = is_coloured ? Form::coloured_text : Form::text;
  if (is_json) form = Form::json;
  if (speaks_to_a_person(log_form_, least_)) form = is_coloured ? Form::coloured_person : Form::person;
  log_ = std::make_unique<LogOutput>(screen_, form, least_, times_);
}

void Console::tell(const std::string& lines) {
  const std::lock_guard lock(mutex_);
  log_->write_lines(clock_(), lines);
}

std::string Console::without_secrets(const std::string& text) {
  const std::lock_guard lock(mutex_);
  return redactor_.cleaned(text);
}

bool Console::add_secret(std::string_view uri) {
  const std::lock_guard lock(mutex_);
  redactor_.add(uri);
  return redactor_.holds_secret();
}

bool Console::add_address(std::string_view url) {
  const std::lock_guard lock(mutex_);
  redactor_.add_address(url);
  return redactor_.holds_secret();
}

void Console::print(std::string_view text) const {
  try {
    const bool is_terminal = terminal_at(STDOUT_FILENO).present;
    write_all(STDOUT_FILENO, is_terminal ? json_for_terminal(text) : text, "the standard output");
  } catch (const Error& error) {
    // The usual hints about a full disk are about the backups'.
    throw error.with_hint({});
  }
}

void Console::print_done(std::string_view text) {
  try {
    print(text);
  } catch (const Error& error) {
    log(LogLevel::warning, "Cannot print the result", {{"error", error.cause()}});
  }
}

std::optional<std::size_t> Console::print_width() const {
  if (!terminal_at(STDOUT_FILENO).present) return std::nullopt;
  return terminal_size(STDOUT_FILENO).columns;
}

void Console::log(const LogEntry& entry) {
  const std::lock_guard lock(mutex_);
  log_->write(cleaned(entry, redactor_));
}

void Console::log(LogLevel level, std::string message, std::vector<LogField> fields) {
  log({clock_(), level, std::move(message), std::move(fields)});
}

LogHandler Console::log_handler() {
  return [this](const LogEntry& entry) { log(entry); };
}

Error Console::cleaned_error(const Error& error) {
  const std::lock_guard lock(mutex_);
  return cleaned(error, redactor_);
}

void Console::report(const Error& error) {
  const Error clean = cleaned_error(error);
  const std::lock_guard lock(mutex_);
  if (log_->form() == LogOutput::Form::json) {
    log_->write(to_log_entry(clean, clock_()));
  } else {
    screen_.write_line(to_text_lines(clean, colours()));
  }
}

}  // namespace mongokeep::cli
