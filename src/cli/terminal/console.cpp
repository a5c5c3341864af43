#include "cli/terminal/console.h"

#include <unistd.h>

#include <utility>

#include "base/file.h"
#include "cli/terminal/clean_output.h"
#include "cli/terminal/text_log.h"

namespace mongokeep::cli {

Console::Console(Clock clock)
    : clock_(std::move(clock)), terminal_(terminal_at(STDERR_FILENO)), screen_(STDERR_FILENO) {
  set_log(LogForm::automatic, LogLevel::info);
}

void Console::set_log(LogForm form, LogLevel least) {
  const bool json = form == LogForm::json || (form == LogForm::automatic && !terminal_.present);
  const auto text = terminal_.colours == Colours::on ? LogOutput::Form::coloured_text : LogOutput::Form::text;
  const std::lock_guard lock(mutex_);
  log_ = std::make_unique<LogOutput>(screen_, json ? LogOutput::Form::json : text, least);
}

bool Console::add_secret(std::string_view uri) {
  const std::lock_guard lock(mutex_);
  redactor_.add(uri);
  return redactor_.holds_secret();
}

void Console::print(std::string_view text) const {
  write_all(STDOUT_FILENO, text, "the standard output");
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
    const bool coloured = log_->form() == LogOutput::Form::coloured_text;
    screen_.write_line(to_text_lines(clean, coloured ? Colours::on : Colours::off));
  }
}

}  // namespace mongokeep::cli
