#include "schedule/cron_expression.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include "mongokeep/error.h"

namespace mongokeep::schedule {

namespace {

constexpr std::array<std::string_view, 12> month_names = {"jan", "feb", "mar", "apr", "may", "jun",
                                                          "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> weekday_names = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

constexpr CronFieldForm minute_form = {"minute", 0, 59, {}, 0};
constexpr CronFieldForm hour_form = {"hour", 0, 23, {}, 0};
constexpr CronFieldForm day_form = {"day of the month", 1, 31, {}, 0};
constexpr CronFieldForm month_form = {"month", 1, 12, month_names, 1};
constexpr CronFieldForm weekday_form = {"day of the week", 0, 7, weekday_names, 0};

struct Nickname {
  std::string_view name;
  std::string_view fields;
};
constexpr auto nicknames = std::to_array<Nickname>({{"@hourly", "0 * * * *"},
                                                    {"@daily", "0 0 * * *"},
                                                    {"@midnight", "0 0 * * *"},
                                                    {"@weekly", "0 0 * * 0"},
                                                    {"@monthly", "0 0 1 * *"},
                                                    {"@yearly", "0 0 1 1 *"},
                                                    {"@annually", "0 0 1 1 *"}});

Error wrong(const std::string& text, std::string cause, std::string hint) {
  return Error(ErrorKind::configuration, "use the schedule", fmt::format("\"{}\"", text), std::move(cause),
               std::move(hint));
}

std::string fields_of(const std::string& text) {
  if (!text.starts_with('@')) return text;
  const auto found =
      std::find_if(nicknames.begin(), nicknames.end(), [&](const Nickname& n) { return n.name == text; });
  if (found == nicknames.end()) {
    throw wrong(text, "there is no such nickname",
                "Use @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually");
  }
  return std::string(found->fields);
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace

CronExpression CronExpression::parse(const std::string& text) {
  const std::vector<std::string> words = words_of(fields_of(text));
  if (words.size() != 5) {
    throw wrong(text, fmt::format("it has {} fields, but needs five", words.size()),
                "Write minute, hour, day of the month, month and day of the week: \"0 1 * * *\" is 1:00 every day");
  }
  const std::string subject = fmt::format("\"{}\"", text);
  CronExpression expression(text);
  expression.minute_ = parse_cron_field(words[0], minute_form, subject);
  expression.hour_ = parse_cron_field(words[1], hour_form, subject);
  expression.day_ = parse_cron_field(words[2], day_form, subject);
  expression.month_ = parse_cron_field(words[3], month_form, subject);
  expression.weekday_ = parse_cron_field(words[4], weekday_form, subject);
  if (expression.weekday_.values[7]) expression.weekday_.values.set(0);
  expression.refuse_days_that_never_come();
  return expression;
}

bool CronExpression::is_on_day(int month, int day, int weekday) const {
  if (!month_.values[static_cast<std::size_t>(month)]) return false;
  const bool fits_day = day_.values[static_cast<std::size_t>(day)];
  const bool fits_weekday = weekday_.values[static_cast<std::size_t>(weekday)];
  const bool either_is_enough = !day_.starts_with_star && !weekday_.starts_with_star;
  return either_is_enough ? fits_day || fits_weekday : fits_day && fits_weekday;
}

void CronExpression::refuse_days_that_never_come() const {
  constexpr std::array<int, 12> longest = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int month = 1; month <= 12; ++month) {
    for (int day = 1; day <= longest.at(static_cast<std::size_t>(month - 1)); ++day) {
      for (int weekday = 0; weekday < 7; ++weekday) {
        if (is_on_day(month, day, weekday)) return;
      }
    }
  }
  throw wrong(text_, "this day never comes", "");
}

}  // namespace mongokeep::schedule
