#include "cli/console.h"

#include <unistd.h>

#include <utility>

#include "base/file.h"
#include "cli/text_log.h"

namespace mongokeep::cli {

Console::Console(Clock clock)
    : clock_(std::move(clock)), terminal_(terminal_at(STDERR_FILENO)), screen_(STDERR_FILENO) {
  set_log(LogForm::automatic, LogLevel::info);
}

void Console::set_log(LogForm form, LogLevel least) {
  const bool json = form == LogForm::json || (form == LogForm::automatic && !terminal_.present);
  const auto text = terminal_.colours ? LogOutput::Form::coloured_text : LogOutput::Form::text;
  log_ = std::make_unique<LogOutput>(screen_, json ? LogOutput::Form::json : text, least);
}

void Console::print(std::string_view text) const {
  write_all(STDOUT_FILENO, redactor_.clean(text), "the standard output");
}

void Console::log(const LogEntry& entry) {
  log_->write(redactor_.clean(entry));
}

void Console::log(LogLevel level, std::string message, std::vector<LogField> fields) {
  log({clock_(), level, std::move(message), std::move(fields)});
}

LogHandler Console::log_handler() {
  return [this](const LogEntry& entry) { log(entry); };
}

void Console::report(const Error& error) {
  const Error clean = redactor_.clean(error);
  if (log_->form() == LogOutput::Form::json) {
    log_->write(to_log_entry(clean, clock_()));
  } else {
    screen_.write_line(to_text_lines(clean, log_->form() == LogOutput::Form::coloured_text));
  }
}

}  // namespace mongokeep::cli
