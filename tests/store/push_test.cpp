#include <gmock/gmock.h>
#include <sys/mount.h>
#include <unistd.h>

#include <fstream>
#include <regex>

#include "archive/folder_use.h"
#include "archive/lock_file.h"
#include "store/store_scene.h"
#include "support/root_of_folders.h"

namespace mongokeep {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
namespace fs = std::filesystem;

const std::map<std::string, std::string> two_files = {{"users.json", "[\n1\n]\n"},
                                                      {"orders.json", std::string(300'000, 'o') + "\n"}};

class Push : public testing::TestWithParam<test::StoreKind> {
 protected:
  test::StoreScene scene_{test::make_store(GetParam())};
};

/// Of all files below a folder, by their path.
std::map<std::string, std::string> contents_of(const fs::path& folder) {
  std::map<std::string, std::string> contents;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) contents[entry.path().lexically_relative(folder)] = test::read_file(entry.path());
  }
  return contents;
}

TEST_P(Push, BringsEachBackupIntoTheStoreAsItIs) {
  scene_.make_backup("20th_Feb_2024", two_files);
  scene_.make_backup("21st_Feb_2024", {{"shop/users.json", "[]\n"}, {"blog/users.json", "[\n2\n]\n"}});
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("21st_Feb_2024 arrived", "20th_Feb_2024 arrived"));
  for (const char* name : {"20th_Feb_2024", "21st_Feb_2024"}) {
    EXPECT_EQ(contents_of(scene_.shipped(name)), contents_of(scene_.root() / name)) << name;
  }
}

TEST_P(Push, ShipsNothingTwice) {
  scene_.make_backup("20th_Feb_2024", two_files);
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 was there"));
  // Nor without the record of what has arrived: it is looked at then.
  fs::remove(scene_.root() / ".stores.json");
  const auto before = fs::last_write_time(scene_.shipped("20th_Feb_2024/users.json"));
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 was there"));
  EXPECT_EQ(fs::last_write_time(scene_.shipped("20th_Feb_2024/users.json")), before);
}

TEST_P(Push, TellsOnlyWhatItWouldDoWhereThatIsAskedFor) {
  scene_.make_backup("20th_Feb_2024", two_files);
  EXPECT_THAT(scene_.outcomes(scene_.push({.dry_run = true})), ElementsAre("20th_Feb_2024 would go"));
  EXPECT_FALSE(fs::exists(scene_.shipped("20th_Feb_2024")));
  EXPECT_FALSE(fs::exists(scene_.root() / ".stores.json"));
}

TEST_P(Push, ShipsWhatIsNamed) {
  scene_.make_backup("20th_Feb_2024", two_files);
  scene_.make_backup("21st_Feb_2024", two_files);
  EXPECT_THAT(scene_.outcomes(scene_.push({.backups = {"20th_Feb_2024"}})), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_FALSE(fs::exists(scene_.shipped("21st_Feb_2024")));
  EXPECT_THROW(scene_.push({.backups = {"22nd_Feb_2024"}}), Error);
  EXPECT_THROW(scene_.push({.stores = {"nas"}}), Error);
}

TEST_P(Push, DoesNotShipWhatTheStoreWouldRemove) {
  test::make_backup(scene_.root(), "20th_Feb_2024", two_files,
                    std::chrono::system_clock::now() - std::chrono::hours(960));
  test::set_modified(scene_.root() / "20th_Feb_2024", std::chrono::system_clock::now() - std::chrono::hours(960));
  scene_.make_backup("21st_Feb_2024", two_files);
  scene_.settings.stores.stores[0].days_to_keep = 30;
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("21st_Feb_2024 arrived"));
  scene_.settings.stores.stores[0].days_to_keep = 50;
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("21st_Feb_2024 was there", "20th_Feb_2024 arrived"));
}

TEST_P(Push, DoesNotShipWhatIsDamagedHere) {
  scene_.make_backup("20th_Feb_2024", two_files);
  scene_.make_backup("21st_Feb_2024", two_files);
  test::write_file(scene_.root() / "21st_Feb_2024" / "users.json", "[\n2\n]\n");
  const auto outcomes = scene_.outcomes(scene_.push());
  EXPECT_THAT(outcomes,
              ElementsAre("21st_Feb_2024 failed: it is not what the manifest says of it", "20th_Feb_2024 arrived"));
  EXPECT_FALSE(fs::exists(scene_.shipped("21st_Feb_2024")));
}

TEST_P(Push, OverwritesNothing) {
  scene_.make_backup("20th_Feb_2024", two_files);
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  fs::remove_all(scene_.root());
  scene_.make_backup("20th_Feb_2024", {{"users.json", "[\n3\n]\n"}});
  EXPECT_THAT(scene_.outcomes(scene_.push()),
              ElementsAre("20th_Feb_2024 failed: the store has another backup of this name"));
  EXPECT_EQ(test::read_file(scene_.shipped("20th_Feb_2024/users.json")), "[\n1\n]\n");
}

TEST_P(Push, LeavesWhatSomebodyElseHasPutThere) {
  scene_.make_backup("20th_Feb_2024", two_files);
  fs::create_directories(scene_.shipped("20th_Feb_2024"));
  test::write_file(scene_.shipped("20th_Feb_2024/users.json"), "[\n4\n]\n");
  // The second time as well: that a push was there before makes nothing ours.
  for (int time = 0; time < 2; ++time) {
    EXPECT_THAT(scene_.outcomes(scene_.push()),
                ElementsAre("20th_Feb_2024 failed: another file of this name is there already"));
    EXPECT_EQ(test::read_file(scene_.shipped("20th_Feb_2024/users.json")), "[\n4\n]\n");
    EXPECT_FALSE(fs::exists(scene_.shipped("20th_Feb_2024/manifest.json")));
  }
  fs::remove(scene_.shipped("20th_Feb_2024/users.json"));
  test::write_file(scene_.shipped("20th_Feb_2024/other.txt"), "mine");
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 failed: it is no file of the backup"));
  EXPECT_EQ(test::read_file(scene_.shipped("20th_Feb_2024/other.txt")), "mine");
}

/// The mark that a push of this root leaves that is killed.
void leave_mark(const test::StoreScene& scene, const std::string& files) {
  std::smatch id;
  const std::string record = test::read_file(scene.root() / ".stores.json");
  ASSERT_TRUE(std::regex_search(record, id, std::regex("\"root\": \"([0-9a-f]{32})\"")));
  test::write_file(
      scene.shipped(".arriving-20th_Feb_2024.json"),
      R"({"formatVersion": 1, "backup": "20th_Feb_2024", "root": ")" + id[1].str() + R"(", "files": [)" + files + "]}");
}

/// As if the push had been killed before its manifest: that is not there, and only the beginning is on record.
void undo_arrival(test::StoreScene& scene) {
  leave_mark(scene, R"("users.json", "orders.json")");
  fs::remove(scene.shipped("20th_Feb_2024/manifest.json"));
  const fs::path record = scene.root() / ".stores.json";
  test::write_file(record, std::regex_replace(test::read_file(record), std::regex("\"arrivedAt\": \"[^\"]*\""),
                                              "\"arrivedAt\": null"));
}

TEST_P(Push, GoesOnWhereOneWasInterrupted) {
  scene_.make_backup("20th_Feb_2024", two_files);
  // One file, half of another, and what rclone was writing.
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  undo_arrival(scene_);
  test::write_file(scene_.shipped("20th_Feb_2024/orders.json"), "ooo");
  test::write_file(scene_.shipped("20th_Feb_2024/orders.json.0a1b2c3d.partial"), "oo");
  const auto before = fs::last_write_time(scene_.shipped("20th_Feb_2024/users.json"));
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_EQ(contents_of(scene_.shipped("20th_Feb_2024")), contents_of(scene_.root() / "20th_Feb_2024"));
  EXPECT_EQ(fs::last_write_time(scene_.shipped("20th_Feb_2024/users.json")), before);
}

TEST_P(Push, LeavesNoMarkBehind) {
  scene_.make_backup("20th_Feb_2024", two_files);
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_FALSE(fs::exists(scene_.shipped(".arriving-20th_Feb_2024.json")));
}

TEST_P(Push, LeavesWhatAnotherRootIsShipping) {
  scene_.make_backup("20th_Feb_2024", two_files);
  fs::create_directories(scene_.shipped("20th_Feb_2024"));
  test::write_file(scene_.shipped("20th_Feb_2024/users.json"), "[\n5\n]\n");
  test::write_file(scene_.shipped(".arriving-20th_Feb_2024.json"),
                   R"({"formatVersion": 1, "backup": "20th_Feb_2024", "root": "other", "files": ["users.json"]})");
  for (int time = 0; time < 2; ++time) {
    EXPECT_THAT(scene_.outcomes(scene_.push()),
                ElementsAre("20th_Feb_2024 failed: another root is shipping a backup of this name there"));
  }
  EXPECT_EQ(test::read_file(scene_.shipped("20th_Feb_2024/users.json")), "[\n5\n]\n");
  test::write_file(scene_.shipped(".arriving-20th_Feb_2024.json"), "no mark");
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre(StartsWith("20th_Feb_2024 failed: another root")));
  EXPECT_EQ(contents_of(scene_.shipped("20th_Feb_2024")).size(), 1U);
}

TEST_P(Push, GoesOnWithNewKeysAndALongName) {
  const std::string name = std::string(140, 'n') + ".json";
  scene_.make_backup("20th_Feb_2024", {{name, "[]\n"}});
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  leave_mark(scene_, '"' + name + R"(", "old.json.zst")");
  fs::remove(scene_.shipped("20th_Feb_2024/manifest.json"));
  fs::remove(scene_.shipped("20th_Feb_2024/" + name));
  // rclone shortens what it writes; and what the backup had before its keys were changed.
  test::write_file(scene_.shipped("20th_Feb_2024/" + std::string(90, 'n') + ".0a1b2c3d.partial"), "[");
  test::write_file(scene_.shipped("20th_Feb_2024/old.json.zst"), "old");
  fs::remove_all(scene_.root() / "20th_Feb_2024");
  scene_.make_backup("20th_Feb_2024", {{name, "[\n7\n]\n"}});
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_EQ(contents_of(scene_.shipped("20th_Feb_2024")), contents_of(scene_.root() / "20th_Feb_2024"));
}

TEST_P(Push, PutsItsManifestAnewWhereItWasTorn) {
  scene_.make_backup("20th_Feb_2024", two_files);
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  undo_arrival(scene_);
  test::write_file(scene_.shipped("20th_Feb_2024/manifest.json"), "{\n  \"formatVersion\": 1,");
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_EQ(contents_of(scene_.shipped("20th_Feb_2024")), contents_of(scene_.root() / "20th_Feb_2024"));
}

TEST_P(Push, LooksAtAllOfWhatItDoesNotRemember) {
  scene_.make_backup("20th_Feb_2024", two_files);
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  fs::remove(scene_.root() / ".stores.json");
  // What is missing is shipped: nothing is overwritten for that.
  fs::remove(scene_.shipped("20th_Feb_2024/users.json"));
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  fs::remove(scene_.root() / ".stores.json");
  test::write_file(scene_.shipped("20th_Feb_2024/users.json"), "[\n8\n]\n");
  EXPECT_THAT(scene_.outcomes(scene_.push()),
              ElementsAre("20th_Feb_2024 failed: the store's copy is not what its manifest says"));
}

TEST_P(Push, FindsWhatWasChangedOnItsWay) {
  scene_.make_backup("20th_Feb_2024", two_files);
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  undo_arrival(scene_);
  // The same length, other bytes: a store that damages what it gets.
  {
    std::fstream file(scene_.shipped("20th_Feb_2024/users.json"), std::ios::in | std::ios::out);
    file.seekp(2);
    file.put('9');
  }
  const auto outcomes = scene_.outcomes(scene_.push());
  if (GetParam() == test::StoreKind::folder) {
    // It tells the hash of what is there: seen before anything went, and shipped anew.
    EXPECT_THAT(outcomes, ElementsAre("20th_Feb_2024 arrived"));
  } else {
    EXPECT_THAT(outcomes, ElementsAre("20th_Feb_2024 failed: what arrived is not what was shipped"));
    EXPECT_FALSE(fs::exists(scene_.shipped("20th_Feb_2024/manifest.json")));
    EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  }
  EXPECT_EQ(contents_of(scene_.shipped("20th_Feb_2024")), contents_of(scene_.root() / "20th_Feb_2024"));
}

TEST_P(Push, TellsOfAStoreThatIsAwayAndGoesOnWithTheNext) {
  scene_.make_backup("20th_Feb_2024", two_files);
  test::StoreScene other(test::make_store(test::StoreKind::folder));
  scene_.settings.stores.stores.push_back(other.settings.stores.stores[0]);
  scene_.settings.stores.stores[1].name = "nas";
  scene_.store().kill();
  const PushReport report = scene_.push();
  EXPECT_FALSE(report.is_whole());
  EXPECT_TRUE(report.stores[0].has_failed());
  EXPECT_FALSE(report.stores[1].has_failed());
  EXPECT_TRUE(fs::exists(other.shipped("20th_Feb_2024/manifest.json")));
  const StoreState state = scene_.service().states()[0];
  EXPECT_THAT(state.unshipped, ElementsAre("20th_Feb_2024"));
  EXPECT_TRUE(state.failing_since);
  scene_.store().start();
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_THAT(scene_.service().states()[0].unshipped, IsEmpty());
}

TEST_P(Push, TakesWhatIsThereToTheByte) {
  scene_.make_backup("20th_Feb_2024", two_files);
  fs::create_directories(scene_.shipped("20th_Feb_2024"));
  test::write_file(scene_.shipped("20th_Feb_2024/users.json"), two_files.at("users.json"));
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
}

TEST_P(Push, DoesNotWriteIntoAFolderThatHasGone) {
  if (GetParam() == test::StoreKind::s3) return;  // Has no folders.
  scene_.make_backup("20th_Feb_2024", two_files);
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  fs::rename(scene_.store().folder(), scene_.room() / "gone");
  scene_.make_backup("21st_Feb_2024", two_files);
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre(HasSubstr("its folder does not exist")));
  EXPECT_FALSE(fs::exists(scene_.store().folder()));
}

TEST_P(Push, NamesTheBucketThatIsNotThereOnce) {
  if (GetParam() != test::StoreKind::s3) return;  // Only object stores have buckets.
  scene_.make_backup("20th_Feb_2024", two_files);
  scene_.make_backup("21st_Feb_2024", two_files);
  scene_.settings.stores.stores[0].remote = "keep:nobucket/shop";
  for (const PushChoice& choice : {PushChoice{}, PushChoice{.dry_run = true}}) {
    EXPECT_THAT(scene_.outcomes(scene_.push(choice)), ElementsAre(HasSubstr("there is no such bucket")));
  }
}

TEST_P(Push, DoesNotPassForOneThatLocks) {
  if (GetParam() == test::StoreKind::s3) return;  // A bucket may have locks.
  scene_.make_backup("20th_Feb_2024", two_files);
  scene_.settings.stores.stores[0].lock_days = 3;
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre(HasSubstr("this store has no object lock")));
  EXPECT_FALSE(fs::exists(scene_.shipped("20th_Feb_2024")));
}

TEST_P(Push, NamesAConfigurationThatIsNotThere) {
  if (GetParam() == test::StoreKind::folder) return;  // Needs none.
  scene_.make_backup("20th_Feb_2024", two_files);
  scene_.settings.stores.stores[0].rclone_config = scene_.room() / "none.conf";
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre(HasSubstr("none.conf, is not there")));
}

TEST_P(Push, IsWholeWithoutAStoreThatIsNotRequired) {
  scene_.make_backup("20th_Feb_2024", two_files);
  scene_.settings.stores.stores[0].required = false;
  scene_.store().kill();
  const PushReport report = scene_.push();
  EXPECT_TRUE(report.is_whole());
  EXPECT_TRUE(report.stores[0].has_failed());
  EXPECT_FALSE(scene_.push({.stores = {"offsite"}}).is_whole()) << "who names it asks for it";
}

TEST_P(Push, LeavesOutWhatWasRemovedThereFromElsewhere) {
  for (const char* name : {"20th_Feb_2024", "21st_Feb_2024", "22nd_Feb_2024"}) scene_.make_backup(name, two_files);
  ASSERT_TRUE(scene_.push().is_whole());
  fs::remove_all(scene_.shipped("20th_Feb_2024"));
  for (int night = 0; night < 2; ++night) {
    scene_.warnings.clear();
    EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("22nd_Feb_2024 was there", "21st_Feb_2024 was there"));
    EXPECT_THAT(scene_.warnings, ElementsAre(HasSubstr("20th_Feb_2024")));
    EXPECT_FALSE(fs::exists(scene_.shipped("20th_Feb_2024")));
    EXPECT_FALSE(scene_.service().has_unshipped());
    EXPECT_THAT(scene_.service().states()[0].unshipped, IsEmpty());
  }
  EXPECT_THAT(scene_.outcomes(scene_.push({.backups = {"20th_Feb_2024"}})), ElementsAre("20th_Feb_2024 arrived"));
  scene_.warnings.clear();
  EXPECT_THAT(scene_.outcomes(scene_.push()),
              ElementsAre("22nd_Feb_2024 was there", "21st_Feb_2024 was there", "20th_Feb_2024 was there"));
  EXPECT_THAT(scene_.warnings, IsEmpty());
}

TEST_P(Push, ShipsAgainWhatNoCleanUpCanHaveRemoved) {
  for (const char* name : {"20th_Feb_2024", "21st_Feb_2024", "22nd_Feb_2024"}) scene_.make_backup(name, two_files);
  ASSERT_TRUE(scene_.push().is_whole());
  // Clean-up never removes the newest.
  fs::remove_all(scene_.shipped("22nd_Feb_2024"));
  EXPECT_THAT(scene_.outcomes(scene_.push()),
              ElementsAre("22nd_Feb_2024 arrived", "21st_Feb_2024 was there", "20th_Feb_2024 was there"));
  // Another disk: also where the push to it ends after the first backup.
  for (const char* name : {"20th_Feb_2024", "21st_Feb_2024", "22nd_Feb_2024"}) fs::remove_all(scene_.shipped(name));
  const auto users = scene_.root() / "21st_Feb_2024" / "users.json";
  test::write_file(users, "[\n2\n]\n");
  EXPECT_FALSE(scene_.push().is_whole());
  test::write_file(users, two_files.at("users.json"));
  EXPECT_THAT(scene_.outcomes(scene_.push()),
              ElementsAre("22nd_Feb_2024 was there", "21st_Feb_2024 arrived", "20th_Feb_2024 was there"));
}

TEST_P(Push, EndsWithAStop) {
  scene_.make_backup("20th_Feb_2024", two_files);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(scene_.push({}, stop.get_token()), Error);
}

TEST_P(Push, KeepsAnotherOneWaiting) {
  scene_.make_backup("20th_Feb_2024", two_files);
  const Directory root = Directory::open(scene_.root());
  const UniqueFd lock = archive::take_lock(root, ".stores.lock", Error(ErrorKind::locked, "", "", ""));
  try {
    scene_.push();
    ADD_FAILURE() << "it did not wait";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::locked);
  }
}

TEST_P(Push, ShipsNamesAsTheyAre) {
  // As archive/file_name.h makes them.
  scene_.make_backup("20th_Feb_2024", {{"orders.%23.json", "[]\n"},
                                       {"caf\xC3\xA9 \xF0\x9F\x98\x80.json", "[]\n"},
                                       {"[a]{b} #c;d~'\"$&.json", "[]\n"},
                                       {"-x.json", "[]\n"}});
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_EQ(contents_of(scene_.shipped("20th_Feb_2024")), contents_of(scene_.root() / "20th_Feb_2024"));
}

TEST_P(Push, TellsOfANameThatRclonePassesOver) {
  scene_.make_backup("20th_Feb_2024", {{"a\xE2\x80\x9B.json", "[]\n"}});
  EXPECT_THAT(scene_.outcomes(scene_.push()),
              ElementsAre("20th_Feb_2024 failed: it has not arrived, although rclone reported no error"));
  EXPECT_FALSE(fs::exists(scene_.shipped("20th_Feb_2024/manifest.json")));
}

TEST_P(Push, ShipsABackupWithoutAnyFile) {
  scene_.make_backup("20th_Feb_2024", {});
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_EQ(contents_of(scene_.shipped("20th_Feb_2024")), contents_of(scene_.root() / "20th_Feb_2024"));
}

TEST(StoreInTheRoot_rclone_folder, IsRefusedWhateverItsPath) {
  test::StoreScene scene(test::make_store(test::StoreKind::folder));
  scene.make_backup("20th_Feb_2024", two_files);
  fs::create_directory(scene.root() / "copies");
  fs::create_directory_symlink(scene.root(), scene.room() / "link");
  const auto before = contents_of(scene.root());
  for (const fs::path& wrong : {scene.root(), scene.root() / "copies", scene.root() / "20th_Feb_2024", scene.room(),
                                scene.room() / "link", scene.room() / "x" / ".." / "backup"}) {
    StoreSettings& store = scene.settings.stores.stores[0];
    store.remote = wrong.string();
    store.days_to_keep = 1;
    EXPECT_THAT(scene.outcomes(scene.push()), ElementsAre(HasSubstr("it is the root itself"))) << wrong;
  }
  const auto after = contents_of(scene.root());
  for (const auto& [file, text] : before) EXPECT_EQ(after.at(file), text) << file;
}

TEST_P(Push, ShipsAgainWhatHasLostItsManifestThere) {
  scene_.make_backup("20th_Feb_2024", two_files);
  scene_.make_backup("21st_Feb_2024", two_files);
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("21st_Feb_2024 arrived", "20th_Feb_2024 arrived"));
  fs::remove(scene_.shipped("20th_Feb_2024/manifest.json"));
  ASSERT_THAT(scene_.service().states()[0].unshipped, ElementsAre("20th_Feb_2024"));
  EXPECT_THAT(scene_.outcomes(scene_.push({.dry_run = true})),
              ElementsAre("21st_Feb_2024 was there", "20th_Feb_2024 would go"));
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("21st_Feb_2024 was there", "20th_Feb_2024 arrived"));
  EXPECT_EQ(contents_of(scene_.shipped("20th_Feb_2024")), contents_of(scene_.root() / "20th_Feb_2024"));
  EXPECT_THAT(scene_.service().states()[0].unshipped, IsEmpty());
}

TEST_P(Push, OwesWhatHasLostItsManifestThereUntilThatIsThereAgain) {
  scene_.make_backup("20th_Feb_2024", two_files);
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_FALSE(scene_.service().has_unshipped());
  fs::remove(scene_.shipped("20th_Feb_2024/manifest.json"));
  test::write_file(scene_.root() / "20th_Feb_2024" / "users.json", "[\n2\n]\n");
  EXPECT_THAT(scene_.outcomes(scene_.push()),
              ElementsAre("20th_Feb_2024 failed: it is not what the manifest says of it"));
  EXPECT_TRUE(scene_.service().has_unshipped());
  test::write_file(scene_.root() / "20th_Feb_2024" / "users.json", two_files.at("users.json"));
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_FALSE(scene_.service().has_unshipped());
}

TEST_P(Push, TellsOfAManifestThereThatIsNoLongerOurs) {
  scene_.make_backup("20th_Feb_2024", two_files);
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  test::write_file(scene_.shipped("20th_Feb_2024/manifest.json"), "{}");
  for (int time = 0; time < 2; ++time) {
    EXPECT_THAT(scene_.outcomes(scene_.push()),
                ElementsAre("20th_Feb_2024 failed: the store has another backup of this name"));
    EXPECT_TRUE(scene_.service().has_unshipped());
  }
  EXPECT_EQ(test::read_file(scene_.shipped("20th_Feb_2024/manifest.json")), "{}");
}

const char* const unwritten = "The record of what has arrived in the stores cannot be written";

/// In the place where a new record is written before it gets its name.
fs::path bar_the_record(const test::StoreScene& scene) {
  const fs::path obstacle = scene.root() / ".stores.json.new";
  fs::create_directories(obstacle / "in the way");
  return obstacle;
}

TEST_P(Push, GoesOnWhereItsRecordCannotBeWritten) {
  scene_.make_backup("20th_Feb_2024", two_files);
  scene_.make_backup("21st_Feb_2024", two_files);
  const fs::path obstacle = bar_the_record(scene_);
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("21st_Feb_2024 arrived", "20th_Feb_2024 arrived"));
  EXPECT_THAT(scene_.warnings, ElementsAre(HasSubstr(unwritten)));
  EXPECT_FALSE(fs::exists(scene_.root() / ".stores.json"));
  fs::remove_all(obstacle);
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("21st_Feb_2024 was there", "20th_Feb_2024 was there"));
  EXPECT_FALSE(scene_.service().has_unshipped());
}

TEST_P(Push, GoesOnWithTheNextStoreWhereNeitherAStoreNorItsRecordCanBeUsed) {
  scene_.make_backup("20th_Feb_2024", two_files);
  test::StoreScene other(test::make_store(test::StoreKind::folder));
  scene_.settings.stores.stores.push_back(other.settings.stores.stores[0]);
  scene_.settings.stores.stores[1].name = "nas";
  bar_the_record(scene_);
  scene_.store().kill();
  const PushReport report = scene_.push();
  EXPECT_TRUE(report.stores[0].error);
  EXPECT_FALSE(report.stores[1].has_failed());
  EXPECT_TRUE(fs::exists(other.shipped("20th_Feb_2024/manifest.json")));
}

TEST_P(Push, LeavesOutWhatIsRemovedWhileItWaits) {
  scene_.make_backup("20th_Feb_2024", two_files);
  scene_.make_backup("21st_Feb_2024", two_files);
  test::write_file(scene_.root() / "21st_Feb_2024" / "users.json", "[\n2\n]\n");
  StoreService service = scene_.service();
  service.set_log_handler([&](const LogEntry& entry) {
    if (entry.message == "pushBackups: Failed to ship a backup") fs::remove_all(scene_.root() / "20th_Feb_2024");
  });
  EXPECT_THAT(scene_.outcomes(service.push({})),
              ElementsAre("21st_Feb_2024 failed: it is not what the manifest says of it"));
}

TEST_P(Push, LeavesOutWhatIsRemovedAsItBegins) {
  scene_.make_backup("20th_Feb_2024", two_files);
  StoreService service = scene_.service();
  service.set_log_handler([&](const LogEntry& entry) {
    if (entry.message == "Shipping backup") fs::remove_all(scene_.root() / "20th_Feb_2024");
  });
  const PushReport report = service.push({});
  EXPECT_TRUE(report.is_whole());
  EXPECT_THAT(scene_.outcomes(report), IsEmpty());
  EXPECT_FALSE(fs::exists(scene_.shipped("20th_Feb_2024")));
  const fs::path record = scene_.root() / ".stores.json";
  EXPECT_TRUE(!fs::exists(record) || test::read_file(record).find("20th_Feb_2024") == std::string::npos);
}

TEST_P(Push, LeavesOutWhatACleanUpIsRemoving) {
  scene_.make_backup("20th_Feb_2024", two_files);
  const Directory held = Directory::open(scene_.root() / "20th_Feb_2024");
  ASSERT_TRUE(archive::try_hold_for_removal(held));
  const PushReport report = scene_.push();
  EXPECT_TRUE(report.is_whole());
  EXPECT_THAT(scene_.outcomes(report), IsEmpty());
}

/// A root on a disk of its own, full to the last byte. As a user there is none to fill: the tests above stand in.
class FullDisk {
 public:
  explicit FullDisk(fs::path path) : path_(std::move(path)) {
    fs::create_directories(path_);
    is_there_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=1m") == 0;
    EXPECT_TRUE(is_there_ || ::geteuid() != 0U) << "root can mount";
  }
  ~FullDisk() {
    if (is_there_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  bool is_there() const { return is_there_; }
  void fill() const {
    std::ofstream file(path_ / "filler");
    const std::string page(4096, 'x');
    while (file.write(page.data(), static_cast<std::streamsize>(page.size())) && file.flush()) continue;
  }

 private:
  fs::path path_;
  bool is_there_ = false;
};

TEST_P(Push, ShipsFromAFullDisk) {
  const FullDisk disk(scene_.root());
  if (!disk.is_there()) return;
  scene_.make_backup("20th_Feb_2024", two_files);
  disk.fill();
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_THAT(scene_.warnings, ElementsAre(AllOf(HasSubstr(unwritten), HasSubstr("No space left on device"))));
  EXPECT_TRUE(scene_.service().has_unshipped());
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 was there"));
}

INSTANTIATE_TEST_SUITE_P(Real, Push, testing::ValuesIn(test::every_store), test::NameOfStore());

}  // namespace
}  // namespace mongokeep
