#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/cleanup_scene.h"
#include "support/folder_store.h"

namespace mongokeep::store {
namespace {

using std::chrono::hours;
using test::StoreKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
namespace fs = std::filesystem;

/// A root that keeps ten days, and a store that keeps a year.
class LocalHoldsTest : public testing::TestWithParam<StoreKind> {
 protected:
  LocalHoldsTest() {
    scene_.policy_.days_to_keep = 10;
    scene_.offsite().days_to_keep = 365;
    scene_.add_backup("1st_Jan_2024", 20);
    scene_.add_backup("3rd_Jan_2024", 1);
  }

  std::string held() {
    const CleanupReport report = scene_.clean_up();
    EXPECT_THAT(report.removed, IsEmpty());
    EXPECT_THAT(scene_.local(), ElementsAre("1st_Jan_2024", "3rd_Jan_2024"));
    return report.held.size() == 1 ? report.held[0].reason : "not one is held";
  }

  CleanupScene scene_{test::make_store(GetParam())};
};

/// What is decided without regard to the kind of store.
class LocalPatienceTest : public LocalHoldsTest {};

TEST_P(LocalHoldsTest, KeepsWhatARequiredStoreDoesNotHaveYet) {
  EXPECT_EQ(held(), "offsite does not have it yet");
  EXPECT_TRUE(scene_.clean_up().is_whole());
  EXPECT_TRUE(scene_.push().is_whole());
  const CleanupReport report = scene_.clean_up();
  EXPECT_THAT(report.held, IsEmpty());
  EXPECT_THAT(report.removed, SizeIs(1));
  EXPECT_THAT(scene_.local(), ElementsAre("3rd_Jan_2024"));
  EXPECT_THAT(scene_.stored(), ElementsAre("1st_Jan_2024", "3rd_Jan_2024"));
}

TEST_P(LocalHoldsTest, AsksTheStoreItselfAndHasItShippedAgain) {
  EXPECT_TRUE(scene_.push().is_whole());
  fs::remove_all(scene_.in_store("1st_Jan_2024"));
  EXPECT_EQ(held(), "offsite does not have it any more");
  EXPECT_TRUE(scene_.push({"1st_Jan_2024"}).is_whole());
  fs::remove(scene_.in_store("1st_Jan_2024") / "notes.json");
  EXPECT_THAT(held(), HasSubstr("offsite has it damaged: notes.json is missing"));
  fs::remove(scene_.in_store("1st_Jan_2024") / "manifest.json");
  EXPECT_TRUE(scene_.push().is_whole());
  EXPECT_THAT(scene_.clean_up().removed, SizeIs(1));
}

TEST_P(LocalPatienceTest, KeepsWhatTheStoreHasInAnotherForm) {
  EXPECT_TRUE(scene_.push().is_whole());
  scene_.files_.pop_back();
  fs::remove_all(scene_.root() / "1st_Jan_2024");
  scene_.add_backup("1st_Jan_2024", 20);
  EXPECT_EQ(held(), "offsite has another backup of this name");
}

TEST_P(LocalPatienceTest, DoesNotWaitForAStoreThatIsNotRequiredOrWouldNotKeepIt) {
  scene_.offsite().required = false;
  scene_.add_backup("2nd_Jan_2024", 19);
  EXPECT_THAT(scene_.clean_up().removed, SizeIs(2));
  scene_.add_backup("2nd_Jan_2024", 19);
  scene_.offsite().required = true;
  scene_.offsite().days_to_keep = 5;
  EXPECT_THAT(scene_.clean_up().removed, SizeIs(1));
}

TEST_P(LocalPatienceTest, KeepsWhatAStoreCannotBeAskedAbout) {
  EXPECT_TRUE(scene_.push().is_whole());
  scene_.configure("[other]\ntype = local\n");
  EXPECT_THAT(held(), HasSubstr("offsite cannot be asked whether it has it: "));
}

TEST_P(LocalPatienceTest, GoesOnWithAnAlarmWhenNothingCanBeShippedForTooLong) {
  scene_.configure("[other]\ntype = local\n");
  EXPECT_FALSE(scene_.push().is_whole());
  scene_.now_ += hours(24 * 13);
  EXPECT_THAT(held(), HasSubstr("offsite cannot be asked"));
  scene_.now_ += hours(24 * 2);
  scene_.add_backup("4th_Jan_2024", 0);
  const CleanupReport report = scene_.clean_up();
  EXPECT_TRUE(report.stores[0].error);
  EXPECT_THAT(CleanupScene::names_of(report.removed),
              ElementsAre((scene_.root() / "1st_Jan_2024").string(), (scene_.root() / "3rd_Jan_2024").string()));
  ASSERT_THAT(report.warnings, SizeIs(1));
  EXPECT_THAT(report.warnings[0], HasSubstr("offsite has not answered since"));
  EXPECT_THAT(report.warnings[0], HasSubstr("15 days ago"));
  EXPECT_THAT(scene_.messages(), testing::Contains("cleanupOldBackups: No longer waiting for a store"));
}

TEST_P(LocalPatienceTest, WaitsForAStoreThatIsAwayHoweverLongOneBackupHasFailed) {
  scene_.add_backup("2nd_Jan_2024", 2);
  fs::create_directories(scene_.in_store("2nd_Jan_2024"));
  test::write_file(scene_.in_store("2nd_Jan_2024") / "notes.json", "somebody else's");
  EXPECT_FALSE(scene_.push().is_whole());
  scene_.now_ += hours(24 * 20);
  scene_.add_backup("4th_Jan_2024", 0);
  EXPECT_FALSE(scene_.push().is_whole());
  EXPECT_THAT(scene_.stored(), ElementsAre("1st_Jan_2024", "2nd_Jan_2024", "3rd_Jan_2024", "4th_Jan_2024"));
  const auto removed_when_away = [&] {
    scene_.configure("[other]\ntype = local\n");
    EXPECT_FALSE(scene_.push().is_whole());
    return scene_.clean_up().removed.size();
  };
  EXPECT_EQ(removed_when_away(), 0U);
  scene_.now_ += hours(24 * 13);
  EXPECT_EQ(removed_when_away(), 0U);
  // It is there for a night, with nothing to ship.
  scene_.configure(scene_.store().rclone_section());
  EXPECT_FALSE(scene_.push({"2nd_Jan_2024"}).is_whole());
  scene_.now_ += hours(24 * 13);
  scene_.add_backup("5th_Jan_2024", 0);
  EXPECT_EQ(removed_when_away(), 0U);
}

TEST_P(LocalPatienceTest, GoesOnWithAnAlarmWhereAStoreIsDeadForGood) {
  EXPECT_TRUE(scene_.push().is_whole());
  scene_.configure("[other]\ntype = local\n");
  EXPECT_THAT(held(), HasSubstr("offsite cannot be asked"));
  EXPECT_THAT(scene_.clean_up().warnings, IsEmpty());
  scene_.now_ += hours(24 * 15);
  scene_.add_backup("4th_Jan_2024", 0);
  const CleanupReport report = scene_.clean_up();
  EXPECT_THAT(report.removed, SizeIs(2));
  EXPECT_THAT(scene_.local(), ElementsAre("4th_Jan_2024"));
  ASSERT_THAT(report.warnings, SizeIs(1));
  EXPECT_THAT(report.warnings[0], HasSubstr("offsite has not answered since"));
  EXPECT_THAT(report.warnings[0], HasSubstr("15 days ago"));
}

TEST_P(LocalPatienceTest, DoesNotCountDamageOnOurSide) {
  const fs::path file = scene_.root() / "1st_Jan_2024" / "notes.json";
  std::string text = test::read_file(file);
  text.back() ^= 1;
  test::write_file(file, text);
  EXPECT_FALSE(scene_.push().is_whole());
  scene_.now_ += hours(24 * 20);
  scene_.add_backup("4th_Jan_2024", 0);
  const PushReport report = scene_.push();
  EXPECT_FALSE(report.is_whole());
  EXPECT_FALSE(report.stores[0].shipments.back().failing_since);
  const CleanupReport cleaned = scene_.clean_up();
  EXPECT_THAT(cleaned.warnings, IsEmpty());
  ASSERT_THAT(cleaned.held, SizeIs(1));
  EXPECT_EQ(cleaned.held[0].reason, "offsite does not have it yet");
  EXPECT_THAT(scene_.local(), ElementsAre("1st_Jan_2024", "4th_Jan_2024"));
}

TEST_P(LocalPatienceTest, LetsGoInTheEndOfWhatWasRemovedThereFromElsewhere) {
  EXPECT_TRUE(scene_.push().is_whole());
  fs::remove_all(scene_.in_store("1st_Jan_2024"));
  EXPECT_TRUE(scene_.push().is_whole());
  EXPECT_THAT(scene_.stored(), ElementsAre("3rd_Jan_2024"));
  EXPECT_EQ(held(), "offsite does not have it any more");
  scene_.now_ += hours(24 * 15);
  scene_.add_backup("4th_Jan_2024", 0);
  EXPECT_THAT(scene_.clean_up().removed, SizeIs(2));
  EXPECT_THAT(scene_.local(), ElementsAre("4th_Jan_2024"));
}

TEST_P(LocalPatienceTest, NeverLetsTheOnlyCompleteCopyGo) {
  fs::remove_all(scene_.root() / "3rd_Jan_2024");
  scene_.configure("[other]\ntype = local\n");
  EXPECT_FALSE(scene_.push().is_whole());
  scene_.now_ += hours(24 * 100);
  const CleanupReport report = scene_.clean_up();
  EXPECT_THAT(report.removed, IsEmpty());
  EXPECT_THAT(report.warnings, SizeIs(1));
  EXPECT_THAT(scene_.local(), ElementsAre("1st_Jan_2024"));
}

INSTANTIATE_TEST_SUITE_P(Real, LocalHoldsTest, testing::ValuesIn(test::every_store), test::NameOfStore());
INSTANTIATE_TEST_SUITE_P(Real, LocalPatienceTest, testing::Values(StoreKind::folder), test::NameOfStore());

}  // namespace
}  // namespace mongokeep::store
