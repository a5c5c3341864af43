#include "base/text/time_text.h"

#include <date/date.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cstdio>

#include "base/time_zone.h"

namespace mongokeep {

std::string utc_text(std::chrono::system_clock::time_point time) {
  const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(milliseconds);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(seconds.count())),
                     (milliseconds - seconds).count());
}

std::optional<std::chrono::system_clock::time_point> parse_utc_text(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2uT%2d:%2d:%2d.%3dZ", &year, &month, &day, &hour, &minute, &second,
                  &millisecond) != 7) {
    return std::nullopt;
  }
  // Further years do not fit the system's clock, which counts nanoseconds.
  if (year < 1970 || year > 2261) return std::nullopt;
  const date::sys_days midnight = date::year(year) / static_cast<int>(month) / static_cast<int>(day);
  const std::chrono::system_clock::time_point time = midnight + std::chrono::hours(hour) +
                                                     std::chrono::minutes(minute) + std::chrono::seconds(second) +
                                                     std::chrono::milliseconds(millisecond);
  // The way back tells whether every part was in its range and nothing stood behind.
  if (utc_text(time) != text) return std::nullopt;
  return time;
}

std::string local_time_text(std::chrono::system_clock::time_point time, const std::string& zone) {
  const LocalTime local = local_time(time, zone);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", local.year, local.month, local.day, local.hour,
                     local.minute, local.second);
}

}  // namespace mongokeep
