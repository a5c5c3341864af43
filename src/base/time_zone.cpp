#include "base/time_zone.h"

#include <date/tz.h>

#include <ctime>
#include <stdexcept>

#include "mongokeep/error.h"

namespace mongokeep {

namespace {

LocalTime from_tm(const std::tm& parts) {
  return {parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec};
}

const date::time_zone& locate(const std::string& zone) {
  try {
    return *date::locate_zone(zone);
  } catch (const std::runtime_error&) {
    throw Error(ErrorKind::configuration, "use the time zone", zone, "this system's tzdata does not know it",
                "Give an IANA name such as Europe/Berlin or UTC; `timedatectl list-timezones` lists them");
  }
}

}  // namespace

LocalTime local_time(std::chrono::system_clock::time_point time, const std::string& zone) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  std::tm parts{};
  if (zone.empty()) {
    const std::time_t count = std::chrono::system_clock::to_time_t(seconds);
    ::localtime_r(&count, &parts);
    return from_tm(parts);
  }
  const auto local = locate(zone).to_local(seconds);
  const auto day = date::floor<date::days>(local);
  const date::year_month_day calendar(day);
  const date::hh_mm_ss<std::chrono::seconds> clock(local - day);
  return {static_cast<int>(calendar.year()),
          static_cast<int>(static_cast<unsigned>(calendar.month())),
          static_cast<int>(static_cast<unsigned>(calendar.day())),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count())};
}

}  // namespace mongokeep
