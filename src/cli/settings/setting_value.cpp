#include "cli/settings/setting_value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/settings/nearest_name.h"
#include "cli/settings/setting_table.h"
#include "cli/settings/text_file.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

constexpr std::size_t longest_secret_file = 65536;

Error wrong(const Given& given, std::string cause, std::string hint = {}) {
  const ErrorKind kind = given.source == Source::flag ? ErrorKind::usage : ErrorKind::configuration;
  return Error(kind, "use the setting", given.origin, std::move(cause), std::move(hint));
}

void check_choice(const Setting& setting, const Given& given) {
  const std::vector<std::string> words = choices(setting);
  const std::string& value = given.values.front();
  if (std::find(words.begin(), words.end(), value) != words.end()) return;
  const auto nearest = nearest_name(value, words);
  throw wrong(given, fmt::format("\"{}\" is none of {}", value, fmt::join(words, ", ")),
              nearest ? fmt::format("Did you mean {}?", *nearest) : "");
}

void check_whole_number(const Given& given) {
  const std::string& value = given.values.front();
  const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits && value.size() <= 6) return;
  throw wrong(given, fmt::format("\"{}\" is not a whole number from 0 to 999999", value));
}

std::string checked_boolean(const Given& given) {
  const std::string& value = given.values.front();
  if (value == "true" || value == "1" || value == "yes") return "true";
  if (value == "false" || value == "0" || value == "no") return "false";
  throw wrong(given, fmt::format("\"{}\" is neither true nor false", value));
}

void check_model(const Given& given, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == 0) throw wrong(given, fmt::format("\"{}\" has no model's name before the =", text));
  if (equals != std::string::npos && equals + 1 == text.size()) {
    throw wrong(given, fmt::format("\"{}\" has no collection's name after the =", text));
  }
}

}  // namespace

Given checked(const Setting& setting, Given given) {
  for (const std::string& value : given.values) {
    if (value.empty()) throw wrong(given, "it is empty");
    if (setting.kind == ValueKind::models) check_model(given, value);
  }
  switch (setting.kind) {
    case ValueKind::choice: check_choice(setting, given); break;
    case ValueKind::whole_number: check_whole_number(given); break;
    case ValueKind::boolean: given.values = {checked_boolean(given)}; break;
    case ValueKind::text:
    case ValueKind::list:
    case ValueKind::models: break;
  }
  return given;
}

Model parse_model(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return {text, ""};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::string read_secret_file(const Given& file_name) {
  const TextFile file{.path = file_name.values.front(),
                      .longest = longest_secret_file,
                      .operation = "read the connection string from",
                      .subject = fmt::format("{} ({})", file_name.values.front(), file_name.origin)};
  std::string text = read_text_file(file);
  // What an editor or `echo` leaves around it; no connection string begins or ends so.
  constexpr std::string_view white_space = " \t\r\n";
  text.erase(text.find_last_not_of(white_space) + 1);
  text.erase(0, text.find_first_not_of(white_space));
  if (text.empty()) throw Error(ErrorKind::configuration, file.operation, file.subject, "it is empty");
  return text;
}

}  // namespace mongokeep::cli
