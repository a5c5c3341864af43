#include "retention/policy.h"

#include <gmock/gmock.h>

#include <limits>

#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "retention/scenario.h"

namespace mongokeep::retention {
namespace {

using std::chrono::system_clock;
using testing::HasSubstr;

system_clock::time_point utc(const std::string& text) {
  return parse_utc_text(text).value();
}

/// Decides about one backup beside a complete one of this very moment, so that age alone counts.
Decision decision_of(archive::StoredBackup backup, system_clock::time_point now, int days = 90) {
  archive::StoredBackup newest = stored("2nd_Jan_1970", BackupState::complete);
  newest.modified = newest.manifest->started_at = newest.manifest->finished_at = now;
  return decide({std::move(backup), newest}, {days, {}}, now).front();
}

TEST(Policy, LetsWhatIsExactlyAsOldAsTheLimitStay) {
  archive::StoredBackup backup = stored("1st_Jan_2024", BackupState::complete);
  backup.modified = utc("2024-01-01T01:05:00.000Z");
  EXPECT_EQ(decision_of(backup, utc("2024-03-31T01:04:59.000Z")).reason, "younger than 90 days");
  const Decision just = decision_of(backup, utc("2024-03-31T01:05:00.000Z"));
  EXPECT_EQ(just.verdict, Verdict::keep);
  EXPECT_EQ(just.reason, "just 90 days old");
  EXPECT_EQ(just.age, std::chrono::hours(90 * 24));
  const Decision old = decision_of(backup, utc("2024-03-31T01:05:01.000Z"));
  EXPECT_EQ(old.verdict, Verdict::remove);
  EXPECT_EQ(old.reason, "older than 90 days");
  EXPECT_EQ(decision_of(backup, utc("2024-03-31T01:05:01.000Z"), 1).reason, "older than 1 day");
}

TEST(Policy, KeepsTheNewestCompleteOnesOfEachDatabase) {
  const auto of = [](const std::string& name, const std::string& database) {
    archive::StoredBackup backup = stored(name, BackupState::complete);
    backup.manifest->database = database;
    return backup;
  };
  const auto now = utc("2024-12-01T00:00:00.000Z");
  const std::vector<Decision> decided =
      decide({of("1st_Jan_2024", "shop"), of("2nd_Jan_2024", "shop"), of("3rd_Jan_2024", "blog"), witness(now)},
             {90, {}}, now);
  EXPECT_EQ(decided[0].verdict, Verdict::remove);
  EXPECT_EQ(decided[1].reason, "the newest complete backup");
  EXPECT_EQ(decided[2].reason, "the newest complete backup");
}

TEST(Policy, HasABackupOfChosenCollectionsReplaceNoWholeOne) {
  archive::StoredBackup whole = stored("1st_Jan_2024", BackupState::complete);
  archive::StoredBackup chosen = stored("2nd_Jan_2024", BackupState::complete);
  chosen.manifest->selection = {"collection=users"};
  const auto now = utc("2024-12-01T00:00:00.000Z");
  const std::vector<Decision> decided = decide({whole, chosen, witness(now)}, {90, {}}, now);
  EXPECT_EQ(decided[0].reason, "the newest complete backup");
  EXPECT_EQ(decided[1].reason, "the newest complete backup");
}

TEST(Policy, HasAnEncryptedBackupOfChosenCollectionsReplaceNoWholeOne) {
  archive::StoredBackup whole = stored("1st_Jan_2024", BackupState::complete);
  archive::StoredBackup chosen = stored("2nd_Jan_2024", BackupState::complete);
  // As a manifest looks without a key: the choice itself is sealed.
  chosen.manifest->shown_selection_mark = "0123";
  const auto now = utc("2024-12-01T00:00:00.000Z");
  const std::vector<Decision> decided = decide({whole, chosen, witness(now)}, {90, {}}, now);
  EXPECT_EQ(decided[0].reason, "the newest complete backup");
  EXPECT_EQ(decided[1].reason, "the newest complete backup");
}

TEST(Policy, HasCalendarRulesCountEachDatabase) {
  const auto of = [](const std::string& name, const std::string& database) {
    archive::StoredBackup backup = stored(name, BackupState::complete);
    backup.manifest->database = database;
    return backup;
  };
  Policy policy{90, {}};
  policy.keep.monthly = 2;
  const auto now = utc("2024-12-01T00:00:00.000Z");
  const std::vector<Decision> decided =
      decide({of("1st_Jan_2024", "shop"), of("1st_Feb_2024", "shop"), of("2nd_Jan_2024", "blog"),
              of("2nd_Feb_2024", "blog"), stored("3rd_Jan_2024", BackupState::legacy), witness(now)},
             policy, now);
  for (const Decision& decision : decided) EXPECT_EQ(decision.verdict, Verdict::keep) << decision.backup.name;
  EXPECT_EQ(decided[0].reason, "monthly 2 of 2");
}

TEST(Policy, TakesTheLaterOfTheTwoTimes) {
  archive::StoredBackup backup = stored("1st_Jan_2024", BackupState::complete);
  backup.modified = utc("2000-01-01T00:00:00.000Z");
  EXPECT_EQ(decision_of(backup, utc("2024-03-01T00:00:00.000Z")).verdict, Verdict::keep);
  backup.modified = utc("2024-05-01T00:00:00.000Z");
  EXPECT_EQ(decision_of(backup, utc("2024-06-01T00:00:00.000Z")).age, std::chrono::hours(31 * 24));
  archive::StoredBackup damaged = stored("1st_Jan_2024", BackupState::damaged);
  damaged.modified = utc("2000-01-01T00:00:00.000Z");
  EXPECT_EQ(decision_of(damaged, utc("2024-03-01T00:00:00.000Z")).verdict, Verdict::remove);
  damaged.damaged_head = archive::BackupHead{utc("2024-01-01T01:00:00.000Z"), utc("2024-01-01T01:05:00.000Z"), {}, {}};
  EXPECT_EQ(decision_of(damaged, utc("2024-03-01T00:00:00.000Z")).verdict, Verdict::keep);
}

TEST(Policy, ReckonsWithTheFurthestTimes) {
  archive::StoredBackup backup = stored("1st_Jan_1970", BackupState::legacy);
  backup.modified = system_clock::time_point::min() + std::chrono::seconds(1);
  EXPECT_EQ(decision_of(backup, utc("2261-12-31T00:00:00.000Z"), 36500).verdict, Verdict::remove);
  backup.modified = system_clock::time_point::max();
  const Decision decision = decision_of(backup, utc("1970-01-02T00:00:00.000Z"));
  EXPECT_EQ(decision.verdict, Verdict::keep);
  EXPECT_LT(decision.age, std::chrono::seconds(0));
}

TEST(Policy, TakesAMisdatedBackupForNoGoodOne) {
  // A clock was years ahead once: what it made must not be the one that stays.
  const auto now = utc("2024-06-01T03:00:00.000Z");
  const auto plan = decide(
      {stored("1st_Jan_2024", BackupState::complete), stored("1st_Jan_2030", BackupState::complete), witness(now)},
      {90, {}}, now);
  EXPECT_EQ(plan[0].verdict, Verdict::keep);
  EXPECT_EQ(plan[0].reason, "the newest complete backup");
  EXPECT_EQ(plan[1].verdict, Verdict::keep);
  EXPECT_EQ(plan[1].reason, "dated in the future: some clock is or was wrong");
}

TEST(Policy, GoesByNoNameWhereItReckonsTimes) {
  archive::StoredBackup legacy = stored("1st_Jan_2030", BackupState::legacy);
  legacy.modified = utc("2024-05-01T00:00:00.000Z");
  EXPECT_EQ(decision_of(legacy, utc("2024-06-01T03:00:00.000Z")).reason, "younger than 90 days");
}

TEST(Policy, DoesNotBelieveAClockThatNoBackupBearsOut) {
  // Right after a leap of 100 days: five nights, and the clock says that all of them are old.
  std::vector<archive::StoredBackup> nights;
  for (const char* name : {"1st_Jan_2024", "2nd_Jan_2024", "3rd_Jan_2024", "4th_Jan_2024", "5th_Jan_2024"}) {
    nights.push_back(stored(name, BackupState::complete));
  }
  for (const Decision& decision : decide(nights, {90, {}}, utc("2024-04-15T03:00:00.000Z"))) {
    EXPECT_EQ(decision.verdict, Verdict::keep);
    EXPECT_THAT(decision.reason,
                HasSubstr("possibly younger than 90 days: the clock may be wrong, and no newer backup confirms it"));
  }
}

TEST(Policy, KeepsWhatMayBeExactlyAsOldAsTheLimitByTheTimeThatIsBelieved) {
  archive::StoredBackup newest = stored("1st_Apr_2024", BackupState::complete);
  archive::StoredBackup old = stored("1st_Jan_2024", BackupState::complete);
  const auto now = utc("2024-08-01T00:00:00.000Z");
  // A week behind the newest one is the last moment that is believed.
  old.modified = newest.manifest->started_at + std::chrono::hours(24 * (7 - 90));
  old.manifest->finished_at = old.modified;
  EXPECT_THAT(decide({old, newest}, {90, {}}, now).front().reason, HasSubstr("possibly younger than 90 days"));
  old.modified -= std::chrono::seconds(1);
  old.manifest->finished_at = old.modified;
  EXPECT_EQ(decide({old, newest}, {90, {}}, now).front().reason, "older than 90 days");
}

TEST(Policy, LetsAClockBeAheadByExactlyOneDay) {
  const auto now = utc("2024-06-01T03:00:00.000Z");
  archive::StoredBackup legacy = stored("1st_Jun_2024", BackupState::legacy);
  legacy.modified = now + std::chrono::hours(24);
  EXPECT_EQ(decision_of(legacy, now).reason, "younger than 90 days");
  legacy.modified += std::chrono::seconds(1);
  EXPECT_EQ(decision_of(legacy, now).reason, "dated in the future: some clock is or was wrong");
  // A later change of the folder is as telling as its beginning.
  archive::StoredBackup touched = stored("1st_May_2024", BackupState::complete);
  touched.modified = now + std::chrono::hours(24);
  EXPECT_EQ(decision_of(touched, now).reason, "younger than 90 days");
  touched.modified += std::chrono::seconds(1);
  EXPECT_EQ(decision_of(touched, now).reason, "dated in the future: some clock is or was wrong");
}

TEST(Policy, KnowsOfABackupMadeWhileTheClockWasBehind) {
  archive::StoredBackup behind = stored("1st_Jan_2024", BackupState::complete);
  behind.manifest->made_after = utc("2024-05-31T01:00:00.000Z");
  EXPECT_EQ(decision_of(behind, utc("2024-06-01T03:00:00.000Z")).reason, "younger than 90 days");
  behind.manifest->made_after = utc("2024-06-01T03:00:00.000Z");
  EXPECT_EQ(decision_of(behind, utc("2024-06-01T03:00:00.000Z")).reason, "younger than 90 days") << "this moment";
  // The other clock was ahead, and this one was right.
  behind.manifest->made_after = utc("2031-01-01T00:00:00.000Z");
  EXPECT_EQ(decision_of(behind, utc("2024-06-01T03:00:00.000Z")).reason, "older than 90 days");
}

TEST(Policy, LetsTheLastOneStayWhateverIsWrongWithIt) {
  const auto now = utc("2024-06-01T03:00:00.000Z");
  const auto reason_of = [&](std::vector<archive::StoredBackup> backups) {
    const Decision decision = decide(std::move(backups), {90, {}}, now).front();
    return decision.verdict == Verdict::remove ? "removed" : decision.reason;
  };
  archive::StoredBackup readable = stored("1st_Jan_2024", BackupState::damaged);
  readable.damaged_head = head_of(*stored("1st_Jan_2024", BackupState::complete).manifest);
  archive::StoredBackup unreadable = stored("1st_Jan_2024", BackupState::damaged);
  archive::StoredBackup blog = stored("2nd_Jan_2024", BackupState::complete);
  blog.manifest->database = "blog";
  archive::StoredBackup young_blog = blog;
  young_blog.manifest->started_at = young_blog.manifest->finished_at = now;
  EXPECT_EQ(reason_of({readable, young_blog}), "damaged, but there is no better backup");
  EXPECT_EQ(reason_of({unreadable, young_blog, readable}), "damaged, but there is no better backup") << "of either";
  archive::StoredBackup shop = stored("2nd_Jan_2024", BackupState::complete);
  shop.manifest->started_at = shop.manifest->finished_at = now;
  EXPECT_EQ(reason_of({readable, shop}), "removed");
  EXPECT_EQ(reason_of({unreadable, shop}), "removed") << "all that is known is of one subject";
}

TEST(Policy, HasAPlainBackupReplaceNoneThatHasItsTypes) {
  const auto now = utc("2024-06-01T03:00:00.000Z");
  archive::StoredBackup canonical = stored("1st_Jan_2024", BackupState::complete);
  canonical.manifest->text_format = "canonical";
  archive::StoredBackup plain = stored("2nd_Jan_2024", BackupState::complete);
  plain.manifest->text_format = "plain";
  plain.manifest->started_at = plain.manifest->finished_at = plain.modified = now;
  EXPECT_EQ(decide({canonical, plain}, {90, {}}, now).front().reason, "the newest complete backup");
}

TEST(Policy, LetsTheDayOfAnEastZoneBeAheadOfUtc) {
  // Kiritimati is 14 hours ahead: its backup of 23:00 UTC carries the next day's name.
  archive::StoredBackup backup = stored("2nd_Jun_2024_130000", BackupState::legacy);
  backup.modified = utc("2024-06-01T23:00:00.000Z");
  EXPECT_EQ(decision_of(backup, utc("2024-06-01T23:00:01.000Z")).reason, "younger than 90 days");
}

TEST(Policy, OrdersByWhenBackupsWereMadeAndNotByWhatTouchedThem) {
  archive::StoredBackup touched = stored("1st_Jan_2024", BackupState::complete);
  touched.modified = utc("2024-01-20T00:00:00.000Z");
  const auto now = utc("2024-06-01T03:00:00.000Z");
  const auto plan = decide({touched, stored("2nd_Jan_2024", BackupState::complete), witness(now)}, {1, {}}, now);
  EXPECT_EQ(plan[0].verdict, Verdict::remove);
  EXPECT_EQ(plan[1].reason, "the newest complete backup");
}

TEST(Policy, GivesDecisionsInTheOrderOfTheBackups) {
  const auto plan =
      decide({stored("3rd_Jan_2024", BackupState::complete), stored("1st_Jan_2024", BackupState::complete),
              stored("2nd_Jan_2024", BackupState::complete)},
             {1, {}}, utc("2024-06-01T03:00:00.000Z"));
  EXPECT_EQ(plan[0].backup.name, "3rd_Jan_2024");
  EXPECT_EQ(plan[1].backup.name, "1st_Jan_2024");
  EXPECT_EQ(plan[2].backup.name, "2nd_Jan_2024");
}

TEST(Policy, SaysEveryRuleThatWantsABackup) {
  const auto plan = decide({stored("31st_May_2024", BackupState::complete)},
                           {90, {.at_least = 3, .daily = 7, .weekly = 4, .monthly = 12, .yearly = 2}},
                           utc("2024-06-01T03:00:00.000Z"));
  EXPECT_EQ(plan[0].reason,
            "younger than 90 days, one of the 3 newest complete backups, daily 1 of 7, weekly 1 of 4, monthly 1 of 12, "
            "yearly 1 of 2");
}

std::string refusal_of(const Policy& policy) {
  try {
    decide({}, policy, {});
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::configuration);
    EXPECT_FALSE(error.hint().empty());
    return error.what();
  }
  return "";
}

TEST(Policy, RefusesNumbersThatAreOutOfTheirRange) {
  EXPECT_EQ(refusal_of({0, {}}),
            "cannot clean up: days_to_keep is 0, but must be from 1 to 36500. Give the number of days to keep backups, "
            "such as 90");
  EXPECT_THAT(refusal_of({-1, {}}), HasSubstr("days_to_keep is -1"));
  EXPECT_THAT(refusal_of({36501, {}}), HasSubstr("days_to_keep is 36501"));
  EXPECT_THAT(refusal_of({std::numeric_limits<int>::max(), {}}), HasSubstr("days_to_keep is 2147483647"));
  EXPECT_THAT(refusal_of({90, {.at_least = 0}}), HasSubstr("keep_at_least is 0, but must be 1 or more"));
  EXPECT_THAT(refusal_of({90, {.weekly = -1}}), HasSubstr("cannot be negative"));
  EXPECT_EQ(refusal_of({1, {}}), "");
  EXPECT_EQ(refusal_of({36500, {.at_least = std::numeric_limits<int>::max()}}), "");
}

}  // namespace
}  // namespace mongokeep::retention
