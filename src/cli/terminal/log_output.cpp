#include "cli/terminal/log_output.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <mutex>
#include <string>
#include <string_view>

#include "cli/terminal/person_log.h"
#include "cli/terminal/terminal.h"
#include "cli/terminal/text_log.h"

namespace mongokeep::cli {

namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string_view colour_of(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::debug: return ansi::dim;
    case spdlog::level::info: return ansi::green;
    case spdlog::level::warn: return ansi::yellow;
    default: return ansi::red;
  }
}

/// spdlog's own colour sinks write to the stream themselves, and would tear the bars below.
class ScreenSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  ScreenSink(Screen& screen, Colours colours) : screen_(screen), colours_(colours) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t formatted;
    formatter_->format(message, formatted);
    std::string line(formatted.data(), formatted.size());
    if (colours_ == Colours::on && message.color_range_end > message.color_range_start) {
      line.insert(message.color_range_end, ansi::none);
      line.insert(message.color_range_start, colour_of(message.level));
    }
    screen_.write_line(line);
  }
  void flush_() override {}

 private:
  Screen& screen_;
  Colours colours_;
};

const char* pattern_of(LogOutput::Form form, LogOutput::Times times) {
  switch (form) {
    case LogOutput::Form::json: return "%v";
    case LogOutput::Form::text:
    case LogOutput::Form::coloured_text: return "%H:%M:%S %^%-7l%$ %v";
    case LogOutput::Form::person:
    case LogOutput::Form::coloured_person: break;
  }
  return times == LogOutput::Times::shown ? "%H:%M:%S %v" : "%v";
}

std::string text_of(const LogEntry& entry, LogOutput::Form form) {
  switch (form) {
    case LogOutput::Form::json: return to_json_line(entry);
    case LogOutput::Form::text:
    case LogOutput::Form::coloured_text: return to_text_message(entry);
    case LogOutput::Form::person: return to_person_text(entry, Colours::off);
    case LogOutput::Form::coloured_person: return to_person_text(entry, Colours::on);
  }
  return to_json_line(entry);
}

}  // namespace

LogOutput::LogOutput(Screen& screen, Form form, LogLevel least, Times times) : form_(form) {
  auto sink = std::make_shared<ScreenSink>(screen, form == Form::coloured_text ? Colours::on : Colours::off);
  logger_ = std::make_shared<spdlog::logger>("mongokeep", sink);
  logger_->set_pattern(pattern_of(form, times));
  logger_->set_level(spdlog_level(least));
}

void LogOutput::write(const LogEntry& entry) {
  logger_->log(entry.time, spdlog::source_loc{}, spdlog_level(entry.level), text_of(entry, form_));
}

void LogOutput::write_lines(std::chrono::system_clock::time_point time, std::string lines) {
  // The logger adds the last one.
  if (lines.ends_with('\n')) lines.pop_back();
  logger_->log(time, spdlog::source_loc{}, spdlog::level::critical, lines);
}

}  // namespace mongokeep::cli
