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
    throw Error(ErrorKind::configuration, "use the time zone", zone, "it is not in this system's tzdata",
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

/// Whether the zone has the offsets that the C library's clock shows, as `date` does, up to where Debian's time zone
/// library knows changes of clocks.
bool is_shown_by_clock(const date::time_zone& zone) {
  constexpr date::sys_seconds begin = date::sys_days(date::year(2020) / 1 / 1);
  constexpr date::sys_seconds end = date::sys_days(date::year(2037) / 1 / 1);
  const auto is_shown_at = [&](date::sys_seconds time) {
    const std::time_t count = std::chrono::system_clock::to_time_t(time);
    std::tm shown{};
    ::localtime_r(&count, &shown);
    return zone.get_info(time).offset == std::chrono::seconds(shown.tm_gmtoff);
  };
  // Week by week for the clock's own changes, and on both sides of each of the zone's.
  for (date::sys_seconds time = begin; time < end; time += date::weeks(1)) {
    if (!is_shown_at(time)) return false;
  }
  for (date::sys_seconds change = zone.get_info(begin).end; change < end; change = zone.get_info(change).end) {
    if (!is_shown_at(change) || !is_shown_at(change - std::chrono::seconds(1))) return false;
  }
  return true;
}

/// The zone whose rules the clock goes by, where no name tells: a file that was copied.
const date::time_zone* zone_of_clock() {
  const date::time_zone* const utc = &locate("UTC");
  if (is_shown_by_clock(*utc)) return utc;
  for (const date::time_zone& zone : date::get_tzdb().zones) {
    if (is_shown_by_clock(zone)) return &zone;
  }
  return nullptr;
}

/// What the link /etc/localtime, or /etc/timezone, names; null where neither does.
const date::time_zone* named_zone() {
  try {
    return date::current_zone();
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

/// The system's zone by its name, which may be told beside what the clock goes by: `/etc/timezone` of an image may say
/// UTC, and `/etc/localtime` be a copy of Berlin's file.
const date::time_zone& zone_by_system() {
  const date::time_zone* const named = named_zone();
  if (named != nullptr && is_shown_by_clock(*named)) return *named;
  if (const date::time_zone* shown = zone_of_clock()) return *shown;
  throw Error(ErrorKind::configuration, "determine", "the system's time zone",
              "/etc/localtime matches no zone in tzdata",
              "Set schedule.timezone to an IANA name such as Europe/Berlin");
}

const date::time_zone& system_zone() {
  ::tzset();
  if (const char* variable = std::getenv("TZ")) {
    try {
      return locate(name_in_environment(variable));
    } catch (const Error& error) {
      const std::string_view path = std::string_view(variable).substr(variable[0] == ':' ? 1 : 0);
      const date::time_zone* const shown = path.starts_with('/') ? zone_of_clock() : nullptr;
      if (shown != nullptr) return *shown;
      throw Error(error.kind(), error.operation(), std::string("TZ=") + variable,
                  "it is not the name of an IANA time zone",
                  "Set TZ or schedule.timezone to an IANA name such as Europe/Berlin");
    }
  }
  // Without /etc/localtime the C library's clocks show UTC.
  if (::access("/etc/localtime", F_OK) != 0) return locate("UTC");
  return zone_by_system();
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
