#include "schedule/cron_field.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "mongokeep/error.h"

namespace mongokeep::schedule {

namespace {

bool is_same_word(std::string_view left, std::string_view right) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), same);
}

/// Reads one field, item by item.
class FieldReader {
 public:
  FieldReader(const CronFieldForm& form, const std::string& expression) : form_(form), expression_(expression) {}

  CronField read(std::string_view text) {
    field_.starts_with_star = text.starts_with('*');
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t comma = std::min(text.find(',', start), text.size());
      read_item(text.substr(start, comma - start));
      start = comma + 1;
    }
    return field_;
  }

 private:
  void read_item(std::string_view item) {
    const std::size_t slash = item.find('/');
    const std::string_view range = item.substr(0, slash);
    if (range.empty()) throw wrong(item, "a value is missing");
    const auto [first, last] = bounds(range);
    int step = 1;
    if (slash != std::string_view::npos) {
      if (first == last)
        throw wrong(item, "a step needs a range", fmt::format("Write {}-{}{}", first, form_.most, item.substr(slash)));
      step = number(item.substr(slash + 1), item);
      if (step < 1 || step > last - first)
        throw wrong(item, fmt::format("the step must be from 1 to {}", last - first));
    }
    for (int value = first; value <= last; value += step) field_.values.set(static_cast<std::size_t>(value));
  }

  struct Bounds {
    int first;
    int last;
  };

  Bounds bounds(std::string_view range) const {
    if (range == "*") return {form_.least, form_.most};
    const std::size_t dash = range.find('-');
    const int first = value(range.substr(0, dash), range);
    if (dash == std::string_view::npos) return {first, first};
    int last = value(range.substr(dash + 1), range);
    // Sunday is 0 and 7: as the end of a range it is the latter ("fri-sun").
    if (is_weekday() && last == 0 && first > 0) last = 7;
    if (last < first) throw wrong(range, "the range goes backwards");
    return {first, last};
  }

  bool is_weekday() const { return form_.most == 7; }

  int value(std::string_view word, std::string_view item) const {
    for (std::size_t i = 0; i < form_.names.size(); ++i) {
      if (is_same_word(word, form_.names[i])) return form_.first_named + static_cast<int>(i);
    }
    const int found = number(word, item);
    if (found < form_.least || found > form_.most) {
      throw wrong(item, fmt::format("{} is not between {} and {}", found, form_.least, form_.most));
    }
    return found;
  }

  int number(std::string_view word, std::string_view item) const {
    int found = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), found);
    if (word.empty() || word.front() == '-' || error != std::errc() || end != word.data() + word.size()) {
      throw wrong(item, fmt::format("\"{}\" is not a number{}", word, form_.names.empty() ? "" : " or a name"));
    }
    return found;
  }

  Error wrong(std::string_view item, const std::string& cause, std::string hint = {}) const {
    return Error(ErrorKind::configuration, "use the schedule", expression_,
                 fmt::format("in \"{}\" (the {}), {}", item, form_.name, cause), std::move(hint));
  }

  const CronFieldForm& form_;
  const std::string& expression_;
  CronField field_;
};

}  // namespace

CronField parse_cron_field(std::string_view text, const CronFieldForm& form, const std::string& expression) {
  return FieldReader(form, expression).read(text);
}

}  // namespace mongokeep::schedule
