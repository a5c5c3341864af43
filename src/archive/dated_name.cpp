#include "archive/dated_name.h"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace mongokeep::archive {

namespace {

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view unfinished_suffix = ".partial";
constexpr std::string_view condemned_prefix = ".deleting-";

std::string_view ordinal_suffix(int day) {
  if (day >= 11 && day <= 13) return "th";
  switch (day % 10) {
    case 1: return "st";
    case 2: return "nd";
    case 3: return "rd";
    default: return "th";
  }
}

/// Reads the parts of a name from left to right; once something is not as it should be, it has failed and gives zeros.
class NameParts {
 public:
  explicit NameParts(std::string_view text) : rest_(text) {}

  bool has_failed() const { return failed_; }
  bool is_at(char letter) const { return rest_.starts_with(letter); }

  void skip(std::size_t count) { take(count); }
  void expect(char letter) { failed_ = take(1) != std::string_view(&letter, 1) || failed_; }

  int number() {
    int value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc()) failed_ = true;
    take(static_cast<std::size_t>(end - rest_.data()));
    return failed_ ? 0 : value;
  }

  int month() {
    const auto found = std::find(months.begin(), months.end(), take(3));
    if (found == months.end()) failed_ = true;
    return failed_ ? 0 : static_cast<int>(found - months.begin()) + 1;
  }

 private:
  std::string_view take(std::size_t count) {
    failed_ = failed_ || count > rest_.size();
    const std::string_view taken = rest_.substr(0, failed_ ? 0 : count);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
  bool failed_ = false;
};

bool is_possible(const LocalTime& time) {
  const date::year_month_day day = date::year(time.year) / time.month / time.day;
  return day.ok() && time.year >= 1970 && time.year <= 2261 && time.hour < 24 && time.minute < 60 && time.second < 60;
}

}  // namespace

std::string DatedName::text() const {
  std::string name = fmt::format("{}{}_{}_{:04}", time.day, ordinal_suffix(time.day),
                                 months.at(static_cast<std::size_t>(time.month - 1)), time.year);
  if (has_time) name += fmt::format("_{:02}{:02}{:02}", time.hour, time.minute, time.second);
  if (has_time && number > 1) name += fmt::format("_{}", number);
  return name;
}

std::string DatedName::unfinished_text() const {
  return "." + text() + std::string(unfinished_suffix);
}

std::string DatedName::condemned_text() const {
  return std::string(condemned_prefix) + text();
}

std::chrono::system_clock::time_point DatedName::as_utc() const {
  const date::sys_days midnight = date::year(time.year) / time.month / time.day;
  return midnight + std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
         std::chrono::seconds(time.second);
}

std::optional<DatedName> DatedName::parse(std::string_view text) {
  DatedName name;
  NameParts parts(text);
  name.time.day = parts.number();
  parts.skip(2);
  parts.expect('_');
  name.time.month = parts.month();
  parts.expect('_');
  name.time.year = parts.number();
  if (parts.is_at('_')) {
    parts.expect('_');
    const int clock = parts.number();
    name.has_time = true;
    name.time.hour = clock / 10000;
    name.time.minute = clock / 100 % 100;
    name.time.second = clock % 100;
  }
  if (parts.is_at('_')) {
    parts.expect('_');
    name.number = parts.number();
  }
  // The way back tells what was read loosely: the ordinal, the count of digits, anything behind the name.
  if (parts.has_failed() || !is_possible(name.time) || name.text() != text) return std::nullopt;
  return name;
}

std::optional<DatedName> DatedName::parse_unfinished(std::string_view text) {
  if (!text.starts_with('.') || !text.ends_with(unfinished_suffix)) return std::nullopt;
  text.remove_prefix(1);
  text.remove_suffix(unfinished_suffix.size());
  return parse(text);
}

std::optional<DatedName> DatedName::parse_condemned(std::string_view text) {
  if (!text.starts_with(condemned_prefix)) return std::nullopt;
  return parse(text.substr(condemned_prefix.size()));
}

}  // namespace mongokeep::archive
