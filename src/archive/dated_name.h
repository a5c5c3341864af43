#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/time_zone.h"

namespace mongokeep::archive {

/// The name of a backup's folder: its day with the ordinal, the month's short English name, the year
/// (`20th_Feb_2024`); a second backup of the same day adds the time (`20th_Feb_2024_140512`), and one that finds even
/// that taken adds a number (`20th_Feb_2024_140512_2`). Builds and parses; nothing else knows the form.
struct DatedName {
  LocalTime time;  ///< hour, minute and second are 0 without has_time
  bool has_time = false;
  int number = 1;  ///< from 2 on it is part of the name

  std::string text() const;
  /// The instant, if the name's clock showed UTC.
  std::chrono::system_clock::time_point as_utc() const;
  /// The hidden sibling that holds the backup while it is being written: `.20th_Feb_2024.partial`.
  std::string unfinished_text() const;
  /// The hidden name under which a clean-up removes the backup: `.deleting-20th_Feb_2024`.
  std::string condemned_text() const;

  /// Reads exactly what `text` gives for a day that exists ("31st_Feb_2024" and "20st_Feb_2024" are not names), of the
  /// years that the system's clock can count in nanoseconds, 1970 to 2261.
  static std::optional<DatedName> parse(std::string_view text);
  /// Reads exactly what `unfinished_text` gives.
  static std::optional<DatedName> parse_unfinished(std::string_view text);
  /// Reads exactly what `condemned_text` gives.
  static std::optional<DatedName> parse_condemned(std::string_view text);
};

}  // namespace mongokeep::archive
