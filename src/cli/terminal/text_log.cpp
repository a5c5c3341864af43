#include "cli/terminal/text_log.h"

#include <fmt/format.h>

#include <type_traits>

#include "base/error_fields.h"
#include "base/text/with_cause.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

namespace {

std::string quoted_where_needed(const std::string& value) {
  std::string shown = printable(value);
  if (!shown.empty() && shown.find_first_of(" \"=") == std::string::npos) return shown;
  std::string quoted = "\"";
  for (const char c : shown) {
    if (c == '"') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string value_text(const LogField& field) {
  return std::visit(
      [](const auto& value) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) {
          return quoted_where_needed(value);
        } else {
          return fmt::format("{}", value);
        }
      },
      field.value);
}

/// A hint may end in lines to paste, each two blanks in.
std::string hint_text(std::string_view hint) {
  std::string text;
  for (;;) {
    const std::size_t end = hint.find("\n  ");
    text += printable(hint.substr(0, end));
    if (end == std::string_view::npos) return text;
    text += "\n  ";
    hint.remove_prefix(end + 3);
  }
}

std::string what_failed(const Error& error) {
  return error.subject().empty() ? error.operation() : error.operation() + " " + error.subject();
}

}  // namespace

std::string to_text_message(const LogEntry& entry) {
  std::string text = printable(entry.message);
  for (const LogField& field : entry.fields) text += fmt::format(" {}={}", field.name, value_text(field));
  return text;
}

std::string to_text_lines(const Error& error, Colours colours) {
  std::string lines = fmt::format("{} {}\n", coloured("error:", ansi::red, colours),
                                  with_cause("cannot " + printable(what_failed(error)), printable(error.cause())));
  if (!error.hint().empty())
    lines += fmt::format("{}  {}\n", coloured("hint:", ansi::cyan, colours), hint_text(error.hint()));
  return lines;
}

LogEntry to_log_entry(const Error& error, std::chrono::system_clock::time_point time) {
  return {time, LogLevel::error, "Cannot " + what_failed(error), error_fields(error)};
}

}  // namespace mongokeep::cli
