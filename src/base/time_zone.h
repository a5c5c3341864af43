#pragma once

#include <chrono>
#include <string>

namespace mongokeep {

/// A wall clock's reading: month 1–12, day 1–31, hour 0–23, minute and second 0–59.
struct LocalTime {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

/// What a clock shows at `time` in the IANA zone `zone` ("Europe/Berlin"); empty: the system's own zone (TZ,
/// /etc/localtime). Throws Error{configuration} for a zone that the system's tzdata does not know.
LocalTime local_time(std::chrono::system_clock::time_point time, const std::string& zone);

}  // namespace mongokeep
