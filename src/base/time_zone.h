#pragma once

#include <chrono>
#include <string>

namespace date {
class time_zone;
}

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

/// The instants at which the clocks of a zone show a reading, to the second.
struct Instants {
  enum class Kind {
    once,     ///< as nearly always
    twice,    ///< clocks were set back over it: `first`, and again at `second`
    skipped,  ///< clocks were set forward over it: both are the moment at which they were
  };
  Kind kind = Kind::once;
  std::chrono::system_clock::time_point first;
  std::chrono::system_clock::time_point second;
};

/// An IANA time zone. Copies are cheap.
class TimeZone {
 public:
  /// The zone of this name ("Europe/Berlin"); empty: the system's own (TZ, /etc/localtime).
  /// Throws Error{configuration} for a zone that the system's tzdata does not know, or when the system's own has no
  /// IANA name.
  static TimeZone named(const std::string& name);

  /// Never empty.
  std::string name() const;
  LocalTime local(std::chrono::system_clock::time_point time) const;
  /// For a reading of the years 1970 to 2261.
  Instants instants(const LocalTime& reading) const;
  /// How far the zone's clocks are ahead of UTC at `time`.
  std::chrono::seconds offset(std::chrono::system_clock::time_point time) const;

 private:
  explicit TimeZone(const date::time_zone& zone) : zone_(&zone) {}

  const date::time_zone* zone_;  // the library's, for ever
};

/// What a clock shows at `time` in the IANA zone `zone` ("Europe/Berlin"); empty: the system's own zone (TZ,
/// /etc/localtime). Throws Error{configuration} for a zone that the system's tzdata does not know.
LocalTime local_time(std::chrono::system_clock::time_point time, const std::string& zone);

}  // namespace mongokeep
