#include "extjson/date_reading.h"

#include <array>
#include <chrono>

#include "extjson/calendar.h"
#include "extjson/date_text.h"

namespace mongokeep::extjson {

namespace {

/// Walks a date's text. What was found wrong first stays; what is read after that means nothing.
class DateText {
 public:
  explicit DateText(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  const char* wrong() const { return wrong_; }
  const char* position() const { return at_; }
  bool at_end() const { return at_ == end_; }

  bool skip(char character) {
    if (at_ == end_ || *at_ != character) return false;
    ++at_;
    return true;
  }
  void need(char character) {
    if (!skip(character)) mark(at_);
  }

  /// A number of this many digits.
  int number(int digits) {
    int value = 0;
    for (int index = 0; index < digits; ++index) {
      if (!is_digit()) {
        mark(at_);
        return 0;
      }
      value = value * 10 + (*at_++ - '0');
    }
    return value;
  }
  /// A number of two digits within bounds.
  int number(int least, int most) {
    const char* const begin = at_;
    const int value = number(2);
    if (value < least || value > most) mark(begin);
    return value;
  }

  bool is_digit() const { return at_ != end_ && *at_ >= '0' && *at_ <= '9'; }
  void advance() { ++at_; }

  void mark(const char* at) {
    if (wrong_ == nullptr) wrong_ = at;
  }

 private:
  const char* at_;
  const char* end_;
  const char* wrong_ = nullptr;
};

int read_year(DateText& text) {
  const char* const begin = text.position();
  if (text.skip('+')) return text.number(6);
  if (!text.skip('-')) return text.number(4);
  const int year = text.number(6);
  if (year == 0) text.mark(begin);  // ISO 8601 has no such year
  return -year;
}

/// Days since 1970, by the proleptic Gregorian calendar.
std::int64_t read_days(DateText& text) {
  const std::int64_t year = read_year(text);
  text.need('-');
  const auto month = static_cast<unsigned>(text.number(1, 12));
  text.need('-');
  const char* const day_text = text.position();
  const auto day = static_cast<unsigned>(text.number(1, 31));
  // The calendar repeats every 400 years, of which the library's own years hold enough.
  std::int64_t era = year / years_per_era;
  if (year % years_per_era < 0) --era;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(year - era * years_per_era)),
                                         std::chrono::month(month), std::chrono::day(day));
  if (!date.ok()) {
    text.mark(day_text);
    return 0;
  }
  return std::chrono::sys_days(date).time_since_epoch().count() + era * days_per_era;
}

/// Milliseconds of the digits behind a second's point.
std::int64_t read_fraction(DateText& text) {
  if (!text.skip('.')) return 0;
  if (!text.is_digit()) text.mark(text.position());
  std::int64_t fraction = 0;
  for (const int unit : {100, 10, 1}) {
    if (text.is_digit()) fraction += unit * text.number(1);
  }
  while (text.is_digit()) {
    if (*text.position() != '0') text.mark(text.position());
    text.advance();
  }
  return fraction;
}

std::int64_t read_time(DateText& text) {
  const std::int64_t hour = text.number(0, 23);
  text.need(':');
  const std::int64_t minute = text.number(0, 59);
  text.need(':');
  const std::int64_t second = text.number(0, 59);
  return hour * milliseconds_per_hour + minute * milliseconds_per_minute + second * 1000 + read_fraction(text);
}

/// How far the zone is before UTC, in milliseconds.
std::int64_t read_zone(DateText& text) {
  if (text.skip('Z')) return 0;
  const bool behind = text.skip('-');
  if (!behind) text.need('+');
  std::int64_t offset = text.number(0, 23) * milliseconds_per_hour;
  const bool has_colon = text.skip(':');
  if (has_colon || text.is_digit()) offset += text.number(0, 59) * milliseconds_per_minute;
  return behind ? -offset : offset;
}

}  // namespace

DateReading read_date(std::string_view date) {
  DateText text(date);
  std::int64_t milliseconds = read_days(text) * milliseconds_per_day;
  text.need('T');
  milliseconds += read_time(text);
  milliseconds -= read_zone(text);
  if (!text.at_end()) text.mark(text.position());
  return {milliseconds, text.wrong()};
}

DateReading read_script_date(std::string_view text) {
  constexpr std::size_t usual_size = 24;
  constexpr std::size_t size_with_long_year = 27;
  const DateReading other{0, text.data()};
  if (text.size() != usual_size && text.size() != size_with_long_year) return other;
  if (text[text.size() - 14] != 'T') return other;
  const DateReading date = read_date(text);
  if (date.wrong != nullptr || !has_script_date(date.milliseconds)) return other;
  std::array<char, 32> written;
  const char* const end = write_script_date(written.data(), date.milliseconds);
  return text == std::string_view(written.data(), static_cast<std::size_t>(end - written.data())) ? date : other;
}

}  // namespace mongokeep::extjson
