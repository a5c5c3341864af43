#include "archive/dated_name.h"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>

namespace mongokeep::archive {

namespace {

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view unfinished_suffix = ".partial";

std::string_view ordinal_suffix(int day) {
  if (day >= 11 && day <= 13) return "th";
  switch (day % 10) {
    case 1: return "st";
    case 2: return "nd";
    case 3: return "rd";
    default: return "th";
  }
}

bool is_possible(const LocalTime& time) {
  const date::year_month_day day = date::year(time.year) / time.month / time.day;
  return day.ok() && time.hour < 24 && time.minute < 60 && time.second < 60;
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

std::chrono::system_clock::time_point DatedName::as_utc() const {
  const date::sys_days midnight = date::year(time.year) / time.month / time.day;
  return midnight + std::chrono::hours(time.hour) + std::chrono::minutes(time.minute) +
         std::chrono::seconds(time.second);
}

std::optional<DatedName> DatedName::parse(std::string_view text) {
  static const std::regex form(
      R"((\d{1,2})(?:st|nd|rd|th)_([A-Z][a-z]{2})_(\d{4})(?:_(\d{2})(\d{2})(\d{2})(?:_(\d{1,4}))?)?)");
  std::match_results<std::string_view::const_iterator> parts;
  if (!std::regex_match(text.begin(), text.end(), parts, form)) return std::nullopt;
  const auto number_of = [&](std::size_t part) { return parts[part].matched ? std::stoi(parts[part].str()) : 0; };
  const auto month = std::find(months.begin(), months.end(), parts[2].str());
  DatedName name;
  name.time = {number_of(3), static_cast<int>(month - months.begin()) + 1, number_of(1), number_of(4), number_of(5),
               number_of(6)};
  name.has_time = parts[4].matched;
  name.number = parts[7].matched ? number_of(7) : 1;
  // The way back tells the wrong ordinals and needless zeros.
  if (month == months.end() || !is_possible(name.time) || name.text() != text) return std::nullopt;
  return name;
}

std::optional<DatedName> DatedName::parse_unfinished(std::string_view text) {
  if (!text.starts_with('.') || !text.ends_with(unfinished_suffix)) return std::nullopt;
  text.remove_prefix(1);
  text.remove_suffix(unfinished_suffix.size());
  return parse(text);
}

}  // namespace mongokeep::archive
