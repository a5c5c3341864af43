#include "schedule/push_timetable.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "schedule/timetable_fixture.h"

namespace mongokeep::schedule {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

/// `start`, `given up`, or nothing.
std::string said(const std::optional<Event>& event) {
  if (!event) return "";
  if (const auto* start = std::get_if<Start>(&*event)) return start->task == Task::push ? "start" : "another task";
  return std::holds_alternative<GivenUp>(*event) ? "given up" : "something else";
}

const Instant midnight = at("2026-03-28T00:00");

TEST(PushTimetable, HasNothingToDoWhereNothingIsToBeShipped) {
  PushTimetable pushes({midnight - 24h, 2}, false, midnight);
  EXPECT_EQ(said(pushes.advance(0s)), "");
  EXPECT_EQ(pushes.quiet_time(0s), std::nullopt);
  EXPECT_FALSE(pushes.record().pending) << "what was pending has been done by others";
}

TEST(PushTimetable, StartsAtOnceWhereSomethingIsOwed) {
  PushTimetable pushes({}, true, midnight);
  EXPECT_EQ(pushes.quiet_time(0s), nanoseconds(0));
  EXPECT_EQ(said(pushes.advance(0s)), "start");
  EXPECT_EQ(said(pushes.advance(1h)), "") << "it is at work";
  EXPECT_TRUE(pushes.is_at_work());
  pushes.accomplished();
  EXPECT_FALSE(pushes.is_at_work());
  EXPECT_FALSE(pushes.record().pending);
  pushes.ended(Ended::done, 1h);
  EXPECT_EQ(said(pushes.advance(2h)), "");
}

TEST(PushTimetable, ShipsOnceMoreWhatWasPublishedMeanwhile) {
  PushTimetable pushes({}, true, midnight);
  pushes.advance(0s);
  pushes.owe(midnight + 1h);
  pushes.owe(midnight + 2h);
  EXPECT_EQ(said(pushes.advance(2h)), "");
  pushes.accomplished();
  pushes.ended(Ended::done, 3h);
  EXPECT_EQ(pushes.record().pending, midnight + 2h);
  EXPECT_EQ(said(pushes.advance(3h)), "start");
  pushes.ended(Ended::done, 4h);
  EXPECT_EQ(said(pushes.advance(4h)), "");
}

TEST(PushTimetable, TriesAgainAfterLongerAndLongerPauses) {
  PushTimetable pushes({}, true, midnight);
  nanoseconds now = 0s;
  for (const nanoseconds pause :
       {nanoseconds(30s), nanoseconds(1min), nanoseconds(2min), nanoseconds(4min), nanoseconds(8min),
        nanoseconds(15min), nanoseconds(30min), nanoseconds(1h), nanoseconds(1h)}) {
    ASSERT_EQ(said(pushes.advance(now)), "start");
    EXPECT_EQ(pushes.pause_after_failure(midnight, midnight + 24h), pause);
    pushes.ended(Ended::failed, now);
    EXPECT_EQ(pushes.quiet_time(now), pause);
    EXPECT_EQ(said(pushes.advance(now + pause - 1s)), "");
    now += pause;
  }
}

TEST(PushTimetable, LeavesAFailureToTheNextBackup) {
  PushTimetable pushes({}, true, midnight);
  pushes.advance(0s);
  EXPECT_EQ(pushes.pause_after_failure(midnight, midnight + 30s), std::nullopt) << "the backup is due before";
  EXPECT_EQ(pushes.pause_after_failure(midnight, std::nullopt), nanoseconds(30s)) << "no backup is due ever";
  pushes.owe(midnight);
  EXPECT_EQ(pushes.pause_after_failure(midnight, midnight + 24h), std::nullopt) << "there is a new backup";
}

TEST(PushTimetable, DoesNotWaitWhereANewBackupIsThere) {
  PushTimetable pushes({}, true, midnight);
  pushes.advance(0s);
  pushes.ended(Ended::failed, 0s);
  pushes.owe(midnight + 10s);
  EXPECT_EQ(pushes.record().pending, midnight) << "it is the same push still";
  EXPECT_EQ(said(pushes.advance(10s)), "start");
  EXPECT_EQ(pushes.pause_after_failure(midnight, midnight + 24h), nanoseconds(30s)) << "its failures count anew";
}

TEST(PushTimetable, IsStoppedAndDoneAgainAtTheNextStart) {
  PushTimetable pushes({}, true, midnight);
  pushes.advance(0s);
  pushes.ended(Ended::stopped, 1h);
  EXPECT_EQ(pushes.record().pending, midnight);
  EXPECT_EQ(pushes.record().attempts, 0);
  PushTimetable next(pushes.record(), true, midnight + 2h);
  EXPECT_EQ(said(next.advance(0s)), "start");
}

TEST(PushTimetable, GivesUpAPushInWhichTheProcessDiesUntilTheNextBackup) {
  PushRecord record;
  for (int death = 0; death < 3; ++death) {
    PushTimetable pushes(record, true, midnight + std::chrono::minutes(death));
    ASSERT_EQ(said(pushes.advance(0s)), "start") << death;
    record = pushes.record();
  }
  PushTimetable pushes(record, true, midnight + 1h);
  ASSERT_EQ(said(pushes.advance(0s)), "given up");
  pushes.accomplished();
  pushes.ended(Ended::done, 0s);
  EXPECT_EQ(said(pushes.advance(1h)), "");
  pushes.owe(midnight + 24h);
  EXPECT_EQ(said(pushes.advance(24h)), "start");
}

TEST(PushTimetable, WaitsForAnotherPushForAnHour) {
  PushTimetable pushes({}, true, midnight);
  nanoseconds now = 0s;
  for (int minute = 0; minute < 60; ++minute, now += 1min) {
    ASSERT_EQ(said(pushes.advance(now)), "start");
    ASSERT_TRUE(pushes.tries_again_when_locked());
    pushes.ended(Ended::locked, now);
  }
  ASSERT_EQ(said(pushes.advance(now)), "start");
  EXPECT_FALSE(pushes.tries_again_when_locked());
  pushes.ended(Ended::failed, now);
  EXPECT_EQ(said(pushes.advance(now + 30s)), "start");
}

}  // namespace
}  // namespace mongokeep::schedule
