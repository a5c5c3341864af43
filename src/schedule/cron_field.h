#pragma once

#include <bitset>
#include <span>
#include <string>
#include <string_view>

namespace mongokeep::schedule {

/// What one field of a cron expression may hold.
struct CronFieldForm {
  std::string_view name;  ///< for errors: "minute"
  int least;
  int most;
  std::span<const std::string_view> names;  ///< three letters each, the first one for the value `first_named`
  int first_named = 0;
};

/// The values that one field of a cron expression allows.
struct CronField {
  std::bitset<61> values;
  bool starts_with_star = false;  ///< which decides how the two fields for days are taken together, see crontab(5)
};

/// Reads a list of `*`, values and ranges, the latter with a step ("*/15", "1-5", "mon,wed", "10-50/20"). Names are
/// those of the form, in either case. Throws Error{configuration}; `expression` is its subject.
CronField parse_cron_field(std::string_view text, const CronFieldForm& form, const std::string& expression);

}  // namespace mongokeep::schedule
