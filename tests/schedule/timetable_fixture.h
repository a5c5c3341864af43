#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/text/time_text.h"
#include "hooks/words.h"
#include "schedule/timetable.h"

namespace mongokeep::schedule {

/// "2026-03-28T12:00" in UTC.
inline Instant at(const std::string& minute) {
  return parse_utc_text(minute + ":00.000Z").value();
}

inline std::string text_of(Task task, Instant due) {
  return std::string(hooks::word_for(task)) + " " + utc_text(due).substr(0, 16);
}

/// An event in few words.
struct EventText {
  std::string operator()(const Start& start) const { return "start " + text_of(start.task, start.due); }
  std::string operator()(const LeftOut& left) const {
    const bool is_behind_another = left.behind && *left.behind != left.task;
    const std::string behind = is_behind_another ? " behind " + std::string(hooks::word_for(*left.behind)) : "";
    return "left out " + text_of(left.task, left.due) + behind;
  }
  std::string operator()(const GivenUp& given) const { return "given up " + text_of(given.task, given.due); }
  std::string operator()(const ClockChanged& changed) const {
    return "clock " + std::to_string(changed.by / std::chrono::hours(1)) + "h";
  }
  std::string operator()(const HeldBack& held) const { return "held back " + utc_text(held.due).substr(0, 16); }
};

/// A timetable of 1:00 and 3:00 UTC, and the clocks it is told.
class TimetableTest : public testing::Test {
 protected:
  static Schedules nightly() { return {Schedule::parse("0 1 * * *", "UTC"), Schedule::parse("0 3 * * *", "UTC")}; }

  std::vector<std::string> look() {
    std::vector<std::string> texts;
    for (const Event& event : timetable_.advance(now_, elapsed_)) texts.push_back(std::visit(EventText(), event));
    return texts;
  }
  std::vector<std::string> pass(std::chrono::minutes time) {
    now_ += time;
    elapsed_ += time;
    return look();
  }
  std::vector<std::string> set_clock(const std::string& to) {
    now_ = at(to);
    return look();
  }
  void end(Ended how = Ended::done) { timetable_.ended(how, elapsed_); }
  /// The process ends and another one begins after a while.
  std::vector<std::string> restart(std::chrono::minutes later, const Schedules& schedules = nightly()) {
    now_ += later;
    elapsed_ += later;
    timetable_ = Timetable(schedules, parse_record(to_text(timetable_.record()), "test"), now_);
    return look();
  }

  Instant now_ = at("2026-11-24T12:00");
  std::chrono::nanoseconds elapsed_ = std::chrono::hours(5);
  Timetable timetable_{nightly(), now_};
};

}  // namespace mongokeep::schedule
