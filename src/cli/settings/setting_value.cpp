#include "cli/settings/setting_value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

#include "base/text/nearest_name.h"
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
  throw wrong(given, fmt::format("\"{}\" is not one of {}", value, fmt::join(words, ", ")),
              nearest ? fmt::format("Did you mean {}?", *nearest) : "");
}

/// The range is each setting's own affair: it is tried on settings that are thrown away, so that a number that nobody
/// will use (a flag beats it, or the command does not take it) is checked as well.
void check_whole_number(const Setting& setting, const Given& given) {
  Settings scratch;
  setting.assign(scratch, given);
}

std::string checked_boolean(const Given& given) {
  const std::string& value = given.values.front();
  if (value == "true" || value == "1" || value == "yes") return "true";
  if (value == "false" || value == "0" || value == "no") return "false";
  throw wrong(given, fmt::format("\"{}\" is neither true nor false", value));
}

void check_model(const Given& given, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == 0) throw wrong(given, fmt::format("\"{}\" has no model name before the =", text));
  if (equals != std::string::npos && equals + 1 == text.size()) {
    throw wrong(given, fmt::format("\"{}\" has no collection name after the =", text));
  }
}

std::chrono::seconds duration_in(const Given& given, std::int64_t least) {
  constexpr std::int64_t longest = std::int64_t{100} * 366 * 86400;
  const std::string& text = given.values.front();
  std::int64_t count = 0;
  const auto [unit, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view rest(unit, text.data() + text.size());
  const std::int64_t unit_seconds = rest == "s" ? 1 : rest == "m" ? 60 : rest == "h" ? 3600 : rest == "d" ? 86400 : 0;
  if (error != std::errc() || unit_seconds == 0 || count < least) {
    throw wrong(given, fmt::format("\"{}\" is not a duration such as 26h, 90m or 2d", text));
  }
  if (count > longest / unit_seconds) throw wrong(given, fmt::format("\"{}\" is more than 100 years", text));
  return std::chrono::seconds(count * unit_seconds);
}

}  // namespace

Given checked(const Setting& setting, Given given) {
  if (!given.origins.empty()) {
    for (std::size_t number = 0; number < given.values.size(); ++number) {
      std::string& value = given.values[number];
      if (!value.empty()) value = checked(setting, {given.source, given.origins[number], {value}}).values.front();
    }
    return given;
  }
  for (const std::string& value : given.values) {
    if (value.empty()) throw wrong(given, "it is empty");
    if (setting.kind == ValueKind::models) check_model(given, value);
  }
  switch (setting.kind) {
    case ValueKind::choice: check_choice(setting, given); break;
    case ValueKind::whole_number: check_whole_number(setting, given); break;
    case ValueKind::boolean: given.values = {checked_boolean(given)}; break;
    case ValueKind::text:
    case ValueKind::list:
    case ValueKind::models: break;
  }
  return given;
}

std::uint64_t size_of(const Given& given) {
  const std::string& text = given.values.front();
  std::uint64_t count = 0;
  const auto [unit, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view rest(unit, text.data() + text.size());
  const auto is_unit = [&](char capital, char small) {
    return rest.size() == 1 && (rest.front() == capital || rest.front() == small);
  };
  const int shift = rest.empty() ? 0 : is_unit('K', 'k') ? 10 : is_unit('M', 'm') ? 20 : is_unit('G', 'g') ? 30 : -1;
  constexpr std::uint64_t most = std::uint64_t{1} << 50U;
  if (error != std::errc() || shift < 0 || count == 0) {
    throw wrong(given, fmt::format("\"{}\" is not a number of bytes such as 500K, 8M or 1G", text));
  }
  if (count > (most >> static_cast<unsigned>(shift))) throw wrong(given, fmt::format("\"{}\" is too large", text));
  return count << static_cast<unsigned>(shift);
}

int number_in(const Given& given, int least, int most) {
  const std::string& text = given.values.front();
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  if (is_number && number >= least && number <= most) return number;
  throw wrong(given, fmt::format("\"{}\" is not a whole number from {} to {}", text, least, most));
}

std::chrono::seconds duration_or_none_of(const Given& given) {
  return duration_in(given, 0);
}

std::chrono::seconds duration_of(const Given& given) {
  return duration_in(given, 1);
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
