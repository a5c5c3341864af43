#include "schedule/year/patterns.h"

#include <array>

namespace mongokeep::schedule {

namespace {

using std::chrono::hours;

bool is_at(const std::tm& t, int hour, int minute) {
  return t.tm_hour == hour && t.tm_min == minute;
}

}  // namespace

std::span<const Pattern> backup_patterns() {
  static const std::array<Pattern, 7> all = {{
      {"0 1 * * *", [](const std::tm& t) { return is_at(t, 1, 0); }},
      {"30 2 * * *", [](const std::tm& t) { return is_at(t, 2, 30); }},
      {"0 0 * * *", [](const std::tm& t) { return is_at(t, 0, 0); }},
      {"@daily", [](const std::tm& t) { return is_at(t, 0, 0); }},
      {"0 */6 * * *", [](const std::tm& t) { return t.tm_hour % 6 == 0 && t.tm_min == 0; }, false, hours(6)},
      {"45 * * * *", [](const std::tm& t) { return t.tm_min == 45; }, true, hours(1)},
      {"15 3 * * sun,wed", [](const std::tm& t) { return (t.tm_wday == 0 || t.tm_wday == 3) && is_at(t, 3, 15); },
       false, hours(96)},
  }};
  return all;
}

std::span<const Pattern> cleanup_patterns() {
  static const std::array<Pattern, 3> all = {{
      {"0 3 * * *", [](const std::tm& t) { return is_at(t, 3, 0); }},
      {"30 2 * * *", [](const std::tm& t) { return is_at(t, 2, 30); }},
      {"0 12 * * mon-fri", [](const std::tm& t) { return t.tm_wday >= 1 && t.tm_wday <= 5 && is_at(t, 12, 0); }},
  }};
  return all;
}

std::span<const Pattern> drill_patterns() {
  static const std::array<Pattern, 4> all = {{
      {"0 5 * * 0", [](const std::tm& t) { return t.tm_wday == 0 && is_at(t, 5, 0); }},
      {"@weekly", [](const std::tm& t) { return t.tm_wday == 0 && is_at(t, 0, 0); }},
      {"30 2 * * *", [](const std::tm& t) { return is_at(t, 2, 30); }},
      {"0 4 1 * *", [](const std::tm& t) { return t.tm_mday == 1 && is_at(t, 4, 0); }},
  }};
  return all;
}

}  // namespace mongokeep::schedule
