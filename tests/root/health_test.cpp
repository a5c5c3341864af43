#include "root/health.h"

#include <gmock/gmock.h>

#include "archive/sample_backups.h"
#include "base/text/time_text.h"

namespace mongokeep::root {
namespace {

using namespace std::chrono_literals;
using archive::StoredBackup;
using test::bare_folder;
using test::complete_backup;
using test::partial_backup;
using testing::HasSubstr;
using testing::Not;

/// When the sample's complete backup was finished.
const auto finished = *parse_utc_text("2024-02-20T01:03:05.000Z");

/// The health that these backups, newest first, have at `now`.
HealthReport health_of(const std::vector<StoredBackup>& newest_first, std::chrono::system_clock::time_point now,
                       std::chrono::seconds max_age = 26h) {
  Evidence evidence;
  for (const StoredBackup& backup : newest_first) {
    if (!evidence.add(backup, now)) break;
  }
  return judge_health(evidence, now, max_age, "/srv/backup");
}

std::string trouble_of(const HealthReport& health) {
  return health.trouble ? health.trouble->what() : "";
}

StoredBackup from_2031() {
  StoredBackup backup = complete_backup();
  backup.name = "1st_Jan_2031";
  backup.manifest->started_at = backup.manifest->finished_at = *parse_utc_text("2031-01-01T01:00:00.000Z");
  return backup;
}

TEST(Health, IsGoodUpToTheMaximumAge) {
  EXPECT_EQ(trouble_of(health_of({complete_backup()}, finished + 5h)), "");
  EXPECT_EQ(trouble_of(health_of({complete_backup()}, finished + 26h)), "");
  EXPECT_NE(trouble_of(health_of({complete_backup()}, finished + 26h + 1ms)), "");
  EXPECT_EQ(trouble_of(health_of({complete_backup()}, finished + 26h + 1ms, 48h)), "");
  EXPECT_EQ(health_of({complete_backup()}, finished + 5h).age, 5h);
}

TEST(Health, CountsFromTheEndOfTheBackup) {
  StoredBackup long_one = complete_backup();
  long_one.manifest->finished_at += 10h;
  EXPECT_EQ(health_of({long_one}, finished + 12h).age, 2h);
}

TEST(Health, TakesAClockThatWasSetBackALittleForNoAge) {
  const HealthReport health = health_of({complete_backup()}, finished - 2h);
  EXPECT_EQ(trouble_of(health), "");
  EXPECT_EQ(health.age, 0s);
}

TEST(Health, LooksNoFurtherThanTheNewestComplete) {
  Evidence evidence;
  EXPECT_TRUE(evidence.add(bare_folder("24th_Feb_2024", BackupState::foreign), finished));
  EXPECT_TRUE(evidence.add(bare_folder("23rd_Feb_2024", BackupState::legacy), finished));
  EXPECT_TRUE(evidence.add(partial_backup(), finished));
  EXPECT_TRUE(evidence.add(from_2031(), finished));
  EXPECT_FALSE(evidence.add(complete_backup(), finished));
  EXPECT_EQ(evidence.newest_complete->name, "20th_Feb_2024");
}

TEST(Health, IsGoodWhereANewerBackupFailedAndTheOneBeforeIsYoungEnough) {
  EXPECT_EQ(trouble_of(health_of({partial_backup(), complete_backup()}, finished + 25h)), "");
}

TEST(Health, SaysThatTheNewestIsTooOld) {
  EXPECT_EQ(trouble_of(health_of({complete_backup()}, finished + 76h)),
            "cannot rely on the backups in /srv/backup: the newest complete backup, 20th_Feb_2024, is 3 days 4 h old; "
            "the limit is 26 h. Check that the schedule is running, and read the log of the last runs");
  EXPECT_THAT(trouble_of(health_of({complete_backup()}, finished + 26h + 1s)),
              HasSubstr("is 26 h 01 min old; the limit is 26 h"));
}

TEST(Health, SaysWhatTheNewerOneLacks) {
  EXPECT_EQ(trouble_of(health_of({partial_backup(), complete_backup()}, finished + 27h)),
            "cannot rely on the backups in /srv/backup: the newest complete backup, 20th_Feb_2024, is 27 h old; the "
            "limit is 26 h; 21st_Feb_2024 is partial: orders failed. See `mongokeep show 21st_Feb_2024 "
            "--root /srv/backup` and the log of that run");
}

TEST(Health, NamesTheNewestOfSeveralThatFailed) {
  StoredBackup newer = bare_folder("22nd_Feb_2024", BackupState::damaged, "users.json is missing");
  const std::string text = trouble_of(health_of({newer, partial_backup()}, finished + 48h));
  EXPECT_THAT(text, HasSubstr("there is no complete backup; 22nd_Feb_2024 is damaged: users.json is missing."));
  EXPECT_THAT(text, Not(HasSubstr("21st_Feb_2024")));
  newer.state = BackupState::unreadable;
  newer.problem = "Permission denied";
  EXPECT_THAT(trouble_of(health_of({newer}, finished + 48h)),
              HasSubstr("22nd_Feb_2024 cannot be read: Permission denied."));
}

TEST(Health, IsBadWhileTheNewestIsDamagedHoweverYoungTheOneBeforeIs) {
  const StoredBackup damaged = bare_folder("22nd_Feb_2024", BackupState::damaged, "users.json is missing");
  const std::string text = trouble_of(health_of({damaged, complete_backup()}, finished + 1h));
  EXPECT_THAT(text, HasSubstr("20th_Feb_2024, is 1 h old; 22nd_Feb_2024 is damaged: users.json is missing."));
  EXPECT_EQ(trouble_of(health_of({complete_backup(), damaged}, finished + 1h)), "") << "one that came before";
  StoredBackup partial = partial_backup();
  EXPECT_EQ(trouble_of(health_of({partial, complete_backup()}, finished + 1h)), "") << "a failed collection is told";
}

TEST(Health, TellsByItsKindWhatIsWrong) {
  const auto kind_of = [](const std::vector<StoredBackup>& backups, std::chrono::system_clock::time_point now) {
    return health_of(backups, now).trouble->kind();
  };
  const StoredBackup damaged = bare_folder("22nd_Feb_2024", BackupState::damaged, "users.json is not there");
  const StoredBackup unreadable = bare_folder("22nd_Feb_2024", BackupState::unreadable, "Permission denied");
  EXPECT_EQ(kind_of({}, finished), ErrorKind::missing);
  EXPECT_EQ(kind_of({complete_backup()}, finished + 27h), ErrorKind::missing);
  EXPECT_EQ(kind_of({partial_backup()}, finished), ErrorKind::missing);
  EXPECT_EQ(kind_of({damaged, complete_backup()}, finished + 1h), ErrorKind::damaged);
  EXPECT_EQ(kind_of({damaged, complete_backup()}, finished + 27h), ErrorKind::damaged) << "the worse of two";
  EXPECT_EQ(kind_of({unreadable, complete_backup()}, finished + 1h), ErrorKind::storage) << "it may be whole";
}

TEST(Health, NamesOnlyAFewOfManyCollections) {
  StoredBackup partial = partial_backup();
  const auto lacking = [&](const std::vector<std::string>& names) {
    partial.manifest->collections.clear();
    for (const std::string& name : names) {
      partial.manifest->collections.push_back({"", name, "collection", "", 0, 0, 0, "", "{}", "[]", "failed"});
    }
    return trouble_of(health_of({partial}, finished));
  };
  EXPECT_THAT(lacking({"a", "b"}), HasSubstr("partial: a and b failed."));
  EXPECT_THAT(lacking({"a", "b", "c"}), HasSubstr("partial: a, b and c failed."));
  EXPECT_THAT(lacking({"a", "b", "c", "d", "e"}), HasSubstr("partial: a, b, c and 2 more failed."));
  partial.manifest->collections.front().database = "shop";
  EXPECT_THAT(trouble_of(health_of({partial}, finished)), HasSubstr("partial: shop.a, b, c and 2 more failed."));
}

TEST(Health, IsBadWithoutAnyBackup) {
  EXPECT_EQ(
      trouble_of(health_of({}, finished)),
      "cannot rely on the backups in /srv/backup: there is no complete backup. Make a backup with `mongokeep backup "
      "--root /srv/backup`, or name the folder of the backups with --root");
  EXPECT_THAT(trouble_of(health_of({bare_folder("1st_Jan_2024", BackupState::foreign, "a symbolic link")}, finished)),
              HasSubstr("there is no complete backup."));
}

TEST(Health, DoesNotCountWhatAnOlderSystemMade) {
  const StoredBackup legacy = bare_folder("19th_Feb_2024", BackupState::legacy);
  EXPECT_THAT(trouble_of(health_of({legacy}, finished)),
              HasSubstr("there is no complete backup; 1 without a manifest, made by an older system, does not count."));
  EXPECT_THAT(trouble_of(health_of({legacy, legacy}, finished)),
              HasSubstr("; 2 without a manifest, made by an older system, do not count."));
}

TEST(Health, DoesNotCountBackupsFromTheFuture) {
  EXPECT_EQ(trouble_of(health_of({from_2031(), complete_backup()}, finished + 1h)), "");
  const HealthReport health = health_of({from_2031(), complete_backup()}, finished + 27h);
  EXPECT_EQ(health.newest_complete->name, "20th_Feb_2024");
  EXPECT_THAT(trouble_of(health),
              HasSubstr("not counted, because dated in the future: 1st_Jan_2031. Check the clock of "
                        "this machine"));
  EXPECT_THAT(trouble_of(health_of({from_2031()}, finished)),
              HasSubstr("there is no complete backup; not counted, because dated in the future: 1st_Jan_2031."));
  StoredBackup damaged = bare_folder("2nd_Jan_2031", BackupState::damaged);
  damaged.modified = finished + 25h;
  EXPECT_THAT(trouble_of(health_of({damaged, from_2031()}, finished)),
              HasSubstr("not counted, because dated in the future: 2nd_Jan_2031 and 1st_Jan_2031."));
}

TEST(Health, TakesABackupOfChosenCollectionsForNoWholeOne) {
  StoredBackup chosen = complete_backup();
  chosen.name = "22nd_Feb_2024";
  chosen.manifest->selection = {"collection=users"};
  chosen.manifest->started_at = chosen.manifest->finished_at = finished + 48h;
  EXPECT_THAT(trouble_of(health_of({chosen, complete_backup()}, finished + 49h)),
              HasSubstr("the newest complete backup, 20th_Feb_2024, is 2 days 1 h old; the limit is 26 h; "
                        "22nd_Feb_2024 contains only selected collections"));
  EXPECT_EQ(trouble_of(health_of({chosen}, finished + 49h)), "") << "there is nothing else";
  Evidence evidence;
  evidence.chosen_mark = selection_mark(*chosen.manifest);
  EXPECT_FALSE(evidence.add(chosen, finished + 49h)) << "these collections are what the settings choose";
}

}  // namespace
}  // namespace mongokeep::root
