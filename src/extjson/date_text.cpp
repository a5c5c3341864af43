#include "extjson/date_text.h"

#include <chrono>

#include "extjson/calendar.h"
#include "extjson/digits.h"

namespace mongokeep::extjson {

namespace {

/// An instant in UTC, by the proleptic Gregorian calendar. std::chrono's own year ends at 32767.
struct CivilTime {
  std::int64_t year;
  std::uint32_t month;
  std::uint32_t day;
  std::uint32_t milliseconds;  ///< of the day
};

CivilTime civil_time(std::int64_t milliseconds) {
  std::int64_t days = milliseconds / milliseconds_per_day;
  std::int64_t rest = milliseconds % milliseconds_per_day;
  if (rest < 0) {
    rest += milliseconds_per_day;
    --days;
  }
  // The calendar repeats every 400 years: the library does one such era, we add the others.
  std::int64_t era = days / days_per_era;
  if (days % days_per_era < 0) --era;
  const std::chrono::year_month_day date(std::chrono::sys_days(std::chrono::days(days - era * days_per_era)));
  return {static_cast<int>(date.year()) + era * years_per_era, static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()), static_cast<std::uint32_t>(rest)};
}

char* write_year(char* out, std::int64_t year) {
  if (year >= 0 && year <= 9999) return write_4_digits(out, static_cast<std::uint32_t>(year));
  *out++ = year < 0 ? '-' : '+';
  const auto magnitude = static_cast<std::uint32_t>(year < 0 ? -year : year);
  return write_4_digits(write_2_digits(out, magnitude / 10000), magnitude % 10000);
}

/// Up to the seconds, and without the zone.
char* write_date_and_time(char* out, const CivilTime& time) {
  out = write_year(out, time.year);
  *out++ = '-';
  out = write_2_digits(out, time.month);
  *out++ = '-';
  out = write_2_digits(out, time.day);
  *out++ = 'T';
  const std::uint32_t seconds = time.milliseconds / 1000;
  out = write_2_digits(out, seconds / 3600);
  *out++ = ':';
  out = write_2_digits(out, seconds / 60 % 60);
  *out++ = ':';
  return write_2_digits(out, seconds % 60);
}

char* write_fraction(char* out, std::uint32_t milliseconds) {
  *out++ = '.';
  *out++ = static_cast<char>('0' + milliseconds / 100);
  return write_2_digits(out, milliseconds % 100);
}

}  // namespace

char* write_relaxed_date(char* out, std::int64_t milliseconds) {
  const CivilTime time = civil_time(milliseconds);
  out = write_date_and_time(out, time);
  if (time.milliseconds % 1000 != 0) out = write_fraction(out, time.milliseconds % 1000);
  *out++ = 'Z';
  return out;
}

char* write_script_date(char* out, std::int64_t milliseconds) {
  const CivilTime time = civil_time(milliseconds);
  out = write_fraction(write_date_and_time(out, time), time.milliseconds % 1000);
  *out++ = 'Z';
  return out;
}

}  // namespace mongokeep::extjson
