#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "store/arrivals.h"
#include "store/cleanup_scene.h"
#include "support/folder_store.h"
#include "support/s3_store.h"

namespace mongokeep::store {
namespace {

using std::chrono::hours;
using test::Store;
using test::StoreKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
namespace fs = std::filesystem;

/// What a folder has, by path.
std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[entry.path().string()] = test::read_file(entry.path());
  }
  return files;
}

std::string note_about(const std::string& backup, const std::vector<std::string>& files) {
  std::string list;
  for (const std::string& file : files) list += (list.empty() ? "\"" : ",\"") + file + "\"";
  return R"({"formatVersion":1,"backup":")" + backup + R"(","files":[)" + list + "]}";
}

class StoreCleanupTest : public testing::TestWithParam<StoreKind> {
 protected:
  CleanupScene scene_{test::make_store(GetParam())};

  void note(const std::string& backup, const std::string& text) {
    test::write_file(scene_.in_store(".removing-" + backup + ".json"), text);
  }
};

/// What is decided without regard to the kind of store.
class StoreDecisionTest : public StoreCleanupTest {};

TEST_P(StoreCleanupTest, RemovesByTheStoresOwnRulesAndShipsNothingAgain) {
  scene_.add_backup("1st_Jan_2024", 100);
  scene_.add_backup("2nd_Jan_2024", 60);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  const CleanupReport report = scene_.clean_up();
  EXPECT_TRUE(report.is_whole());
  EXPECT_THAT(report.removed, IsEmpty());
  ASSERT_THAT(report.stores, SizeIs(1));
  EXPECT_FALSE(report.stores[0].error) << report.stores[0].error->what();
  EXPECT_THAT(CleanupScene::names_of(report.stores[0].removed),
              ElementsAre("offsite:1st_Jan_2024", "offsite:2nd_Jan_2024"));
  EXPECT_EQ(report.stores[0].kept, 1U);
  EXPECT_THAT(scene_.stored(), ElementsAre("3rd_Jan_2024"));
  EXPECT_THAT(scene_.local(), SizeIs(3)) << "the root keeps them for 300 days";
  // The oldest here is of no use there, whatever a rule that counts the oldest says.
  scene_.offsite().keep = KeepRules{.monthly = 12};
  const PushReport pushed = scene_.push();
  ASSERT_THAT(pushed.stores[0].shipments, SizeIs(1));
  EXPECT_EQ(pushed.stores[0].shipments[0].outcome, Shipment::Outcome::was_there);
  EXPECT_THAT(scene_.clean_store().stores[0].removed, IsEmpty());
}

TEST_P(StoreCleanupTest, FinishesARemovalThatWasKilledAtAnyStep) {
  const auto file = [&](const char* name) { return scene_.in_store("1st_Jan_2024") / name; };
  const std::string whole = note_about("1st_Jan_2024", scene_.files_);
  const std::vector<std::pair<const char*, std::function<void()>>> steps = {
      {"a part of the note", [&] { note("1st_Jan_2024", whole.substr(0, 20)); }},
      {"the note", [&] { note("1st_Jan_2024", whole); }},
      {"without the manifest", [&] { fs::remove(file("manifest.json")); }},
      {"without a file", [&] { fs::remove(file("notes.json")); }},
      {"without any file", [&] { fs::remove(file("shop/users.json")), fs::remove(file("users.json.zst")); }},
      {"without the folder", [&] { fs::remove_all(scene_.in_store("1st_Jan_2024")); }},
  };
  scene_.add_backup("1st_Jan_2024", 100);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  // What was shipped comes back by hand: a push for each step would take most of the time.
  const test::TempDir kept;
  const fs::path record = scene_.root() / ".stores.json";
  fs::copy(scene_.in_store("1st_Jan_2024"), kept.path() / "backup", fs::copy_options::recursive);
  fs::copy_file(record, kept.path() / "record");
  for (std::size_t killed_after = 0; killed_after < steps.size(); ++killed_after) {
    fs::copy(kept.path() / "backup", scene_.in_store("1st_Jan_2024"),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    fs::copy_file(kept.path() / "record", record, fs::copy_options::overwrite_existing);
    ASSERT_THAT(scene_.stored(), ElementsAre("1st_Jan_2024", "3rd_Jan_2024"));
    for (std::size_t step = 0; step <= killed_after; ++step) steps[step].second();
    const CleanupReport report = scene_.clean_store();
    EXPECT_TRUE(report.is_whole()) << steps[killed_after].first;
    EXPECT_THAT(CleanupScene::names_of(report.stores[0].removed), ElementsAre("offsite:1st_Jan_2024"))
        << steps[killed_after].first;
    EXPECT_THAT(scene_.stored(), ElementsAre("3rd_Jan_2024")) << steps[killed_after].first;
  }
}

TEST_P(StoreDecisionTest, KeepsABackupWhoseRemovalHadNotBegunAndThatIsWantedAgain) {
  scene_.add_backup("1st_Jan_2024", 20);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  note("1st_Jan_2024", note_about("1st_Jan_2024", scene_.files_));
  EXPECT_THAT(scene_.clean_store().stores[0].removed, IsEmpty());
  EXPECT_THAT(scene_.stored(), ElementsAre("1st_Jan_2024", "3rd_Jan_2024"));
}

TEST_P(StoreCleanupTest, LetsAPushTakeBackARemovalThatWasInterrupted) {
  scene_.add_backup("1st_Jan_2024", 20);
  scene_.push_all();
  note("1st_Jan_2024", note_about("1st_Jan_2024", scene_.files_));
  fs::remove(scene_.in_store("1st_Jan_2024") / "manifest.json");
  fs::remove(scene_.in_store("1st_Jan_2024") / "notes.json");
  fs::remove(scene_.root() / ".stores.json");
  EXPECT_TRUE(scene_.push().is_whole());
  EXPECT_THAT(scene_.clean_store().stores[0].removed, IsEmpty());
  EXPECT_THAT(scene_.stored(), ElementsAre("1st_Jan_2024"));
}

TEST_P(StoreDecisionTest, DoesNotGoByANoteThatIsNoneOfOurs) {
  scene_.add_backup("2nd_Jan_2024", 2);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  fs::remove(scene_.in_store("2nd_Jan_2024") / "manifest.json");
  const auto before = contents(scene_.in_store("3rd_Jan_2024"));
  for (const std::string& text :
       {note_about("2nd_Jan_2024", {"../3rd_Jan_2024/manifest.json"}), note_about("2nd_Jan_2024", {"/etc/passwd"}),
        note_about("2nd_Jan_2024", {"shop//users.json"}), note_about("2nd_Jan_2024", {"a/./b"}),
        note_about("2nd_Jan_2024", {""}), note_about("2nd_Jan_2024", {"a\\nb"}),
        note_about("2nd_Jan_2024", {"a\\u0000"}), note_about("3rd_Jan_2024", {"users.json.zst"}), std::string("[]"),
        std::string(), std::string(R"({"formatVersion":2,"backup":"2nd_Jan_2024","files":[]})"),
        std::string(R"({"formatVersion":1,"backup":"2nd_Jan_2024","files":[1]})")}) {
    note("2nd_Jan_2024", text);
    const CleanupReport report = scene_.clean_store();
    EXPECT_FALSE(report.is_whole()) << text;
    ASSERT_THAT(report.stores[0].failures, SizeIs(1)) << text;
    EXPECT_THAT(report.stores[0].failures[0].error, HasSubstr(".removing-2nd_Jan_2024.json")) << text;
    EXPECT_TRUE(fs::exists(scene_.in_store("2nd_Jan_2024") / "users.json.zst")) << text;
    EXPECT_EQ(contents(scene_.in_store("3rd_Jan_2024")), before) << text;
  }
}

TEST_P(StoreDecisionTest, FollowsNoLinkOutOfTheStore) {
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  const test::TempDir outside;
  test::write_file(outside.path() / "notes.json", "mine");
  fs::create_directory_symlink(outside.path(), scene_.in_store("1st_Jan_2024"));
  note("1st_Jan_2024", note_about("1st_Jan_2024", {"notes.json"}));
  const CleanupReport report = scene_.clean_store();
  EXPECT_FALSE(report.is_whole());
  ASSERT_THAT(report.stores[0].failures, SizeIs(1));
  EXPECT_THAT(report.stores[0].failures[0].error, HasSubstr("symbolic link"));
  EXPECT_EQ(test::read_file(outside.path() / "notes.json"), "mine");
}

TEST_P(StoreDecisionTest, NeverRemovesTheNewestCompleteOne) {
  scene_.add_backup("1st_Jan_2024", 200);
  scene_.add_backup("2nd_Jan_2024", 150);
  scene_.add_backup("3rd_Jan_2024", 140, archive::Status::partial);
  scene_.add_backup("4th_Jan_2024", 130);
  scene_.add_backup("5th_Jan_2024", 120);
  // Bears the clock out, and is not complete.
  scene_.add_backup("6th_Jan_2024", 1, archive::Status::partial);
  scene_.push_all();
  fs::remove(scene_.in_store("4th_Jan_2024") / "notes.json");     // damaged
  fs::remove(scene_.in_store("5th_Jan_2024") / "manifest.json");  // arriving
  const CleanupReport report = scene_.clean_store();
  EXPECT_THAT(CleanupScene::names_of(report.stores[0].removed),
              ElementsAre("offsite:1st_Jan_2024", "offsite:3rd_Jan_2024", "offsite:4th_Jan_2024"));
  EXPECT_THAT(scene_.stored(), ElementsAre("2nd_Jan_2024", "5th_Jan_2024", "6th_Jan_2024"));
}

TEST_P(StoreDecisionTest, DoesNotBelieveAClockThatLeapsAhead) {
  scene_.add_backup("1st_Jan_2024", 20);
  scene_.add_backup("2nd_Jan_2024", 10);
  scene_.add_backup("3rd_Jan_2024", 0);
  scene_.push_all();
  scene_.now_ += hours(24 * 400);
  EXPECT_THAT(scene_.clean_store().stores[0].removed, IsEmpty());
  EXPECT_THAT(scene_.stored(), SizeIs(3));
}

TEST_P(StoreDecisionTest, LeavesABackupAloneThatHasSomebodyElsesFile) {
  scene_.add_backup("1st_Jan_2024", 100);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  test::write_file(scene_.in_store("1st_Jan_2024") / "thesis.txt", "mine");
  const auto before = contents(scene_.in_store("1st_Jan_2024"));
  const CleanupReport report = scene_.clean_store();
  EXPECT_TRUE(report.is_whole());
  EXPECT_THAT(report.stores[0].removed, IsEmpty());
  EXPECT_EQ(report.stores[0].kept, 2U);
  EXPECT_THAT(scene_.messages(), ElementsAre("cleanupOldBackups: Kept a backup that contains a foreign file"));
  EXPECT_EQ(contents(scene_.in_store("1st_Jan_2024")), before);
}

TEST_P(StoreDecisionTest, KeepsWhatNoManifestTellsTheFilesOf) {
  scene_.add_backup("1st_Jan_2024", 100);
  scene_.add_backup("2nd_Jan_2024", 90);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  test::write_file(scene_.in_store("1st_Jan_2024") / "manifest.json", "{}");
  test::write_file(scene_.in_store("2nd_Jan_2024") / "manifest.json", "{}");
  const CleanupReport report = scene_.clean_store();
  EXPECT_TRUE(report.is_whole());
  EXPECT_THAT(report.stores[0].removed, IsEmpty());
  EXPECT_THAT(scene_.stored(), SizeIs(3));
}

TEST_P(StoreDecisionTest, OfAnAppendOnlyStoreRemovesNothing) {
  scene_.add_backup("1st_Jan_2024", 100);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  scene_.offsite().append_only = true;
  const CleanupReport report = scene_.clean_store();
  EXPECT_TRUE(report.is_whole());
  ASSERT_THAT(report.stores[0].held, SizeIs(1));
  EXPECT_EQ(report.stores[0].held[0].path, "offsite:1st_Jan_2024");
  EXPECT_EQ(report.stores[0].held[0].reason, "the store is append-only");
  EXPECT_THAT(scene_.stored(), ElementsAre("1st_Jan_2024", "3rd_Jan_2024"));
}

TEST_P(StoreCleanupTest, RemovesWhatAPushLeftOfABackupThatIsGoneHere) {
  scene_.add_backup("1st_Jan_2024", 20);
  scene_.add_backup("2nd_Jan_2024", 10);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  // As it is while a push is at it, and once its backup has gone.
  const fs::path record = scene_.root() / ".stores.json";
  std::string text = test::read_file(record);
  const std::size_t place = text.find("\"arrivedAt\"", text.find("1st_Jan_2024"));
  text.replace(place, text.find(',', place) - place, "\"arrivedAt\": null");
  test::write_file(record, text);
  for (const char* name : {"1st_Jan_2024", "2nd_Jan_2024"}) fs::remove(scene_.in_store(name) / "manifest.json");
  const fs::path mark = scene_.in_store(".arriving-1st_Jan_2024.json");
  const auto leave_mark_of = [&](const std::string& root_id) {
    test::write_file(mark, R"({"formatVersion": 1, "backup": "1st_Jan_2024", "root": ")" + root_id +
                               R"(", "files": ["notes.json", "shop/users.json", "users.json.zst"]})");
  };
  std::smatch id;
  ASSERT_TRUE(std::regex_search(text, id, std::regex("\"root\": \"([0-9a-f]{32})\"")));
  leave_mark_of(id[1].str());
  EXPECT_THAT(scene_.clean_store().stores[0].removed, IsEmpty()) << "a push may go on with it";
  fs::remove_all(scene_.root() / "1st_Jan_2024");
  fs::remove_all(scene_.root() / "2nd_Jan_2024");
  leave_mark_of(std::string(32, '0'));
  EXPECT_THAT(scene_.clean_store().stores[0].removed, IsEmpty()) << "another root is at it";
  leave_mark_of(id[1].str());
  const CleanupReport report = scene_.clean_store();
  EXPECT_THAT(CleanupScene::names_of(report.stores[0].removed), ElementsAre("offsite:1st_Jan_2024"));
  EXPECT_FALSE(fs::exists(mark));
  EXPECT_THAT(scene_.stored(), ElementsAre("2nd_Jan_2024", "3rd_Jan_2024")) << "that had arrived: its files may be all";
}

TEST_P(StoreDecisionTest, LeavesAFolderAloneOfWhichNothingIsKnownAndSaysSo) {
  scene_.add_backup("1st_Jan_2024", 20);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  fs::remove(scene_.in_store("1st_Jan_2024") / "manifest.json");
  fs::remove_all(scene_.root() / "1st_Jan_2024");
  fs::remove(scene_.root() / ".stores.json");
  const CleanupReport report = scene_.clean_store();
  EXPECT_TRUE(report.is_whole());
  ASSERT_THAT(report.stores[0].held, SizeIs(1));
  EXPECT_THAT(report.stores[0].held[0].reason, HasSubstr("no manifest"));
  EXPECT_THAT(scene_.stored(), ElementsAre("1st_Jan_2024", "3rd_Jan_2024"));
}

TEST_P(StoreDecisionTest, PlansWithoutTouchingAnything) {
  scene_.add_backup("1st_Jan_2024", 100);
  scene_.add_backup("2nd_Jan_2024", 20);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  fs::remove_all(scene_.in_store("2nd_Jan_2024"));
  scene_.policy_.days_to_keep = 10;
  const auto store_before = contents(scene_.store().folder());
  const auto root_before = contents(scene_.root());
  std::vector<std::string> lines;
  for (const PlannedDecision& planned : scene_.plan()) {
    const bool goes = planned.decision.verdict == retention::Verdict::remove;
    lines.push_back((planned.store.empty() ? planned.decision.backup.name : planned.decision.backup.path.string()) +
                    (goes ? " goes" : " stays"));
  }
  EXPECT_THAT(lines, ElementsAre("1st_Jan_2024 goes", "2nd_Jan_2024 stays", "3rd_Jan_2024 stays",
                                 "offsite:1st_Jan_2024 goes", "offsite:3rd_Jan_2024 stays"));
  EXPECT_EQ(contents(scene_.store().folder()), store_before);
  EXPECT_EQ(contents(scene_.root()), root_before);
}

TEST_P(StoreDecisionTest, LetsAPushWorkWhileTheRootIsCleaned) {
  scene_.add_backup("1st_Jan_2024", 100);
  scene_.push_all();
  scene_.policy_.days_to_keep = 10;
  scene_.add_backup("3rd_Jan_2024", 1);
  int pushes = 0;
  scene_.at_the_clock_ = [&] {
    if (fs::exists(scene_.root() / "1st_Jan_2024") || pushes++ > 0) return;
    EXPECT_TRUE(scene_.push().is_whole());
  };
  const CleanupReport report = scene_.clean_up();
  EXPECT_GE(pushes, 1);
  EXPECT_THAT(CleanupScene::names_of(report.stores[0].removed), ElementsAre("offsite:1st_Jan_2024"));
  EXPECT_THAT(scene_.stored(), ElementsAre("3rd_Jan_2024"));
  std::string trouble;
  const auto arrivals = Arrivals::read(Directory::open(scene_.root()), trouble);
  ASSERT_TRUE(arrivals.find("offsite", "3rd_Jan_2024")) << "the record of the push was written over";
  EXPECT_TRUE(arrivals.find("offsite", "3rd_Jan_2024")->arrived);
}

TEST_P(StoreDecisionTest, NeedsNoRootForAStoreAlone) {
  scene_.add_backup("1st_Jan_2024", 100);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  fs::remove_all(scene_.root());
  EXPECT_THAT(CleanupScene::names_of(scene_.clean_store().stores[0].removed), ElementsAre("offsite:1st_Jan_2024"));
  EXPECT_FALSE(fs::exists(scene_.root()));
}

TEST_P(StoreCleanupTest, OfAStoreThatCannotBeReachedIsPartialAndCleansTheRest) {
  scene_.add_backup("1st_Jan_2024", 400);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.push_all();
  test::TempDir disk;
  scene_.add_store("disk", disk.path().string());
  scene_.offsite().days_to_keep = 1000;
  scene_.store().kill();
  const CleanupReport report = scene_.clean_up();
  EXPECT_FALSE(report.is_whole());
  ASSERT_THAT(report.stores, SizeIs(2));
  EXPECT_TRUE(report.stores[0].error);
  EXPECT_THAT(scene_.local(), SizeIs(2)) << "nobody can say whether the stores have it";
  EXPECT_FALSE(report.stores[1].error);
}

TEST_P(StoreCleanupTest, RemovesHundredsOfFiles) {
  scene_.files_.clear();
  for (int number = 0; number < 300; ++number) scene_.files_.push_back("c" + std::to_string(number) + ".json");
  scene_.add_backup("1st_Jan_2024", 100);
  scene_.files_.resize(1);
  scene_.add_backup("3rd_Jan_2024", 1);
  scene_.offsite().check = StoreSettings::Check::hash;
  scene_.push_all();
  EXPECT_THAT(scene_.clean_store().stores[0].removed, SizeIs(1));
  EXPECT_THAT(scene_.stored(), ElementsAre("3rd_Jan_2024"));
}

INSTANTIATE_TEST_SUITE_P(Real, StoreCleanupTest, testing::ValuesIn(test::every_store), test::NameOfStore());
INSTANTIATE_TEST_SUITE_P(Real, StoreDecisionTest, testing::Values(StoreKind::folder), test::NameOfStore());

TEST(StoreCleanupS3, KeepsWhatItsKeyMayNotDelete_rclone_versitygw) {
  auto made = std::make_unique<test::S3Store>();
  const test::S3Store& store = *made;
  CleanupScene scene(std::move(made), store.rclone_section(test::S3Store::User::writer));
  scene.add_backup("1st_Jan_2024", 100);
  scene.add_backup("2nd_Jan_2024", 90);
  scene.add_backup("3rd_Jan_2024", 1);
  scene.push_all();
  for (int night = 0; night < 2; ++night) {
    const CleanupReport report = scene.clean_store();
    EXPECT_TRUE(report.is_whole());
    ASSERT_THAT(report.stores[0].held, SizeIs(2));
    EXPECT_THAT(report.stores[0].held[0].reason, HasSubstr("AccessDenied"));
    EXPECT_THAT(report.stores[0].removed, IsEmpty());
    EXPECT_THAT(scene.stored(),
                ElementsAre(".removing-1st_Jan_2024.json", "1st_Jan_2024", "2nd_Jan_2024", "3rd_Jan_2024"));
  }
  // From elsewhere, with another key.
  scene.configure(store.rclone_section(test::S3Store::User::owner));
  EXPECT_THAT(scene.clean_store().stores[0].removed, SizeIs(2));
  EXPECT_THAT(scene.stored(), ElementsAre("3rd_Jan_2024"));
}

TEST(StoreCleanupS3, KeepsWhatIsLockedUntilItsDay_rclone_versitygw) {
  CleanupScene scene(std::make_unique<test::S3Store>(test::S3Store::Bucket::locks));
  scene.offsite().lock_days = 20;
  scene.offsite().days_to_keep = 5;
  scene.add_backup("1st_Jan_2024", 8);
  scene.add_backup("3rd_Jan_2024", 1);
  scene.push_all();
  const CleanupReport report = scene.clean_store();
  EXPECT_TRUE(report.is_whole());
  ASSERT_THAT(report.stores[0].held, SizeIs(1));
  EXPECT_THAT(report.stores[0].held[0].reason, testing::StartsWith("locked until 2"));
  EXPECT_THAT(scene.stored(), ElementsAre("1st_Jan_2024", "3rd_Jan_2024"));
  // A marker hides what the bucket itself keeps.
  scene.now_ += hours(24 * 21);
  scene.add_backup("4th_Jan_2024", 0);
  scene.push_all();
  EXPECT_THAT(CleanupScene::names_of(scene.clean_store().stores[0].removed),
              ElementsAre("offsite:1st_Jan_2024", "offsite:3rd_Jan_2024"));
}

}  // namespace
}  // namespace mongokeep::store
