#include "base/time_zone.h"

#include <date/tz.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <stdexcept>
#include <string_view>

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

/// TZ may say ":Europe/Berlin", or give the path of a file of tzdata.
std::string name_in_environment(const char* variable) {
  std::string name = variable;
  if (name.starts_with(':')) name.erase(0, 1);
  constexpr std::string_view folder = "zoneinfo/";
  if (const std::size_t at = name.find(folder); at != std::string::npos) name.erase(0, at + folder.size());
  return name.empty() ? "UTC" : name;
}

const date::time_zone& system_zone() {
  if (const char* variable = std::getenv("TZ")) {
    try {
      return locate(name_in_environment(variable));
    } catch (const Error& error) {
      throw Error(error.kind(), error.operation(), std::string("TZ=") + variable, "it is no name of an IANA time zone",
                  "Give one such as Europe/Berlin, there or as schedule.timezone");
    }
  }
  // Without /etc/localtime the C library's clocks show UTC.
  if (::access("/etc/localtime", F_OK) != 0) return locate("UTC");
  try {
    return *date::current_zone();
  } catch (const std::runtime_error& error) {
    throw Error(ErrorKind::configuration, "find", "the system's time zone", error.what(),
                "Give an IANA name such as Europe/Berlin as schedule.timezone");
  }
}

date::local_seconds seconds_of(const LocalTime& reading) {
  const date::local_days day(date::year(reading.year) / reading.month / reading.day);
  return day + std::chrono::hours(reading.hour) + std::chrono::minutes(reading.minute) +
         std::chrono::seconds(reading.second);
}

LocalTime reading_of(date::local_seconds local) {
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

}  // namespace

TimeZone TimeZone::named(const std::string& name) {
  return TimeZone(name.empty() ? system_zone() : locate(name));
}

std::string TimeZone::name() const {
  return zone_->name();
}

LocalTime TimeZone::local(std::chrono::system_clock::time_point time) const {
  return reading_of(zone_->to_local(std::chrono::floor<std::chrono::seconds>(time)));
}

Instants TimeZone::instants(const LocalTime& reading) const {
  const date::local_seconds local = seconds_of(reading);
  const date::local_info info = zone_->get_info(local);
  const auto with = [&](const date::sys_info& period) {
    return date::sys_seconds(local.time_since_epoch() - period.offset);
  };
  switch (info.result) {
    case date::local_info::nonexistent: return {Instants::Kind::skipped, info.second.begin, info.second.begin};
    case date::local_info::ambiguous: return {Instants::Kind::twice, with(info.first), with(info.second)};
    default: return {Instants::Kind::once, with(info.first), with(info.first)};
  }
}

std::chrono::seconds TimeZone::offset(std::chrono::system_clock::time_point time) const {
  return zone_->get_info(std::chrono::floor<std::chrono::seconds>(time)).offset;
}

LocalTime local_time(std::chrono::system_clock::time_point time, const std::string& zone) {
  if (!zone.empty()) return TimeZone::named(zone).local(time);
  const std::time_t count = std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
  std::tm parts{};
  ::localtime_r(&count, &parts);
  return from_tm(parts);
}

}  // namespace mongokeep
