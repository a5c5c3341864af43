// What goes wrong between rclone and an S3 store: whatever it is, nothing in the store passes for a backup that is
// none, and the next push brings there what is missing, and nothing else.

#include <gmock/gmock.h>

#include <algorithm>

#include "archive/listing.h"
#include "store/store_scene.h"
#include "support/s3_store.h"
#include "support/store_proxy.h"

namespace mongokeep {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = test::StoreFault::Kind;
namespace fs = std::filesystem;

const std::string name = "20th_Feb_2024";

/// A backup of two files, and a store behind a proxy.
class StoreFaults : public testing::Test {
 protected:
  StoreFaults() {
    test::write_rclone_config(scene_.config(), s3().rclone_section(test::S3Store::User::owner, proxy_.port()));
    scene_.make_backup(name, {{"users.json", "[\n1\n]\n"}, {"orders.json", std::string(300'000, 'o') + "\n"}});
  }

  test::S3Store& s3() { return static_cast<test::S3Store&>(scene_.store()); }
  std::vector<std::string> push() { return scene_.outcomes(scene_.push()); }

  /// How often a file of this name has been sent to the store, whole or in part.
  std::size_t uploads(const std::string& file) const {
    std::size_t count = 0;
    for (const test::StoreExchange& exchange : proxy_.exchanges()) {
      if (exchange.method == "PUT" && exchange.target.find(file) != std::string::npos) ++count;
    }
    return count;
  }

  bool is_there(const std::string& file) const {
    const fs::path stored = scene_.shipped(name + "/" + file);
    return fs::exists(stored) && test::read_file(stored) == test::read_file(scene_.root() / name / file);
  }

  /// What the store has passes for a backup if all of it is there, and in no other case.
  void expect_no_false_backup() {
    const auto root = store::roots_of(scene_.root(), scene_.settings.stores, {}).open_store("offsite");
    for (const auto& backup : archive::list_backups(*root)) {
      if (backup.state != BackupState::complete) continue;
      for (const char* file : {"users.json", "orders.json", "manifest.json"}) EXPECT_TRUE(is_there(file)) << file;
    }
  }

  /// Without faults. What is there stays as it is.
  void expect_next_push_to_finish() {
    proxy_.clear();
    std::map<std::string, std::size_t> sent;
    for (const char* file : {"users.json", "orders.json"}) {
      if (is_there(file)) sent[file] = uploads(file);
    }
    EXPECT_THAT(push(), ElementsAre(testing::AnyOf(name + " arrived", name + " was there")));
    for (const auto& [file, count] : sent) EXPECT_EQ(uploads(file), count) << file << " was shipped twice";
    for (const char* file : {"users.json", "orders.json", "manifest.json"}) EXPECT_TRUE(is_there(file)) << file;
    EXPECT_THAT(push(), ElementsAre(name + " was there"));
  }

  void expect_to_fail(const test::StoreFault& fault) {
    proxy_.add(fault);
    EXPECT_THAT(push(), Each(HasSubstr("failed: "))) << fault.path_part;
    proxy_.clear();
    expect_no_false_backup();
    expect_next_push_to_finish();
    fs::remove_all(scene_.shipped(name));
    fs::remove(scene_.root() / ".stores.json");
  }

  test::StoreScene scene_{std::make_unique<test::S3Store>()};
  test::StoreProxy proxy_{s3().port()};
};

using StoreFaults_rclone_versitygw = StoreFaults;

TEST_F(StoreFaults_rclone_versitygw, ThatPassCostNothing) {
  const std::vector<test::StoreFault> passing = {
      {.kind = Kind::answer, .method = "PUT", .status = 503, .times = 2},
      {.kind = Kind::answer, .method = "GET", .status = 500, .times = 2},
      {.kind = Kind::cut_request, .method = "PUT", .path_part = "orders", .bytes = 70'000, .times = 1},
      {.kind = Kind::cut_answer, .method = "GET", .path_part = "orders", .bytes = 70'000, .times = 1},
      {.kind = Kind::lose_answer, .method = "PUT", .path_part = "users", .times = 1},
      {.kind = Kind::lose_answer, .method = "PUT", .path_part = "manifest", .times = 1},
  };
  for (const test::StoreFault& fault : passing) {
    proxy_.clear();
    proxy_.add(fault);
    EXPECT_THAT(push(), ElementsAre(name + " arrived")) << fault.method << fault.path_part;
    expect_next_push_to_finish();
    fs::remove_all(scene_.shipped(name));
    fs::remove(scene_.root() / ".stores.json");
  }
}

TEST_F(StoreFaults_rclone_versitygw, ThatStayLeaveNothingThatPassesForABackup) {
  for (const char* file : {"orders", "manifest"}) {
    expect_to_fail({.kind = Kind::answer, .method = "PUT", .path_part = file, .status = 403});
    expect_to_fail({.kind = Kind::drop, .method = "PUT", .path_part = file});
  }
  expect_to_fail({.kind = Kind::answer, .method = "PUT", .path_part = "orders", .status = 507});
  expect_to_fail({.kind = Kind::cut_request, .method = "PUT", .path_part = "orders", .bytes = 100});
  expect_to_fail({.kind = Kind::cut_answer, .method = "GET", .path_part = "orders", .bytes = 50});
}

TEST_F(StoreFaults_rclone_versitygw, AtTheLastStepLeaveNoMarkForGood) {
  const std::string mark = ".arriving-" + name + ".json";
  proxy_.add({.kind = Kind::answer, .method = "DELETE", .path_part = "arriving", .status = 403});
  EXPECT_THAT(push(), ElementsAre(name + " arrived"));
  EXPECT_TRUE(fs::exists(scene_.shipped(mark)));
  EXPECT_THAT(push(), ElementsAre(name + " was there"));
  proxy_.clear();
  EXPECT_THAT(push(), ElementsAre(name + " was there"));
  EXPECT_FALSE(fs::exists(scene_.shipped(mark)));
}

TEST_F(StoreFaults_rclone_versitygw, OfAKeyThatMayNotDeleteAreMetOnceInAPush) {
  scene_.make_backup("21st_Feb_2024", {{"users.json", "[\n1\n]\n"}});
  proxy_.add({.kind = Kind::answer, .method = "DELETE", .path_part = "arriving", .status = 403});
  EXPECT_THAT(push(), ElementsAre("21st_Feb_2024 arrived", name + " arrived"));
  const auto removals = [&] {
    const auto all = proxy_.exchanges();
    return std::count_if(all.begin(), all.end(), [](const auto& one) { return one.method == "DELETE"; });
  };
  const auto before = removals();
  EXPECT_THAT(push(), ElementsAre("21st_Feb_2024 was there", name + " was there"));
  EXPECT_EQ(removals(), before + 1);
}

TEST_F(StoreFaults_rclone_versitygw, OfAnAccountThatMayNothingTellOfTheStore) {
  proxy_.add({.kind = Kind::answer, .status = 403});
  EXPECT_THAT(push(), ElementsAre(HasSubstr("403")));
  expect_next_push_to_finish();
}

TEST_F(StoreFaults_rclone_versitygw, ThatChangeABytePassIfTheyAreGoneWhenItIsReadAgain) {
  for (const char* file : {"orders", "manifest"}) {
    proxy_.add({.kind = Kind::flip, .method = "GET", .path_part = file, .bytes = 40, .times = 1});
    EXPECT_THAT(push(), ElementsAre(name + " arrived")) << file;
    expect_next_push_to_finish();
    // What is there already is looked at as closely.
    fs::remove(scene_.root() / ".stores.json");
    if (file == std::string("orders")) fs::remove(scene_.shipped(name + "/manifest.json"));
    proxy_.add({.kind = Kind::flip, .method = "GET", .path_part = file, .bytes = 40, .times = 1});
    EXPECT_THAT(push(), Each(testing::Not(HasSubstr("failed")))) << file;
    expect_next_push_to_finish();
    fs::remove_all(scene_.shipped(name));
    fs::remove(scene_.root() / ".stores.json");
  }
}

TEST_F(StoreFaults_rclone_versitygw, ThatChangeAByteForEverAreFound) {
  for (const char* file : {"orders", "manifest"}) {
    expect_to_fail({.kind = Kind::flip, .method = "GET", .path_part = file, .bytes = 40});
  }
}

TEST_F(StoreFaults_rclone_versitygw, AreWaitedForNoLongerThanTheStoreTimeout) {
  scene_.settings.stores.patience = std::chrono::seconds(2);
  for (const char* method : {"GET", "HEAD", "PUT"}) {
    proxy_.add({.kind = Kind::stall, .method = method});
    EXPECT_THAT(push(), ElementsAre(HasSubstr("it has moved nothing for 2 s"))) << method;
    proxy_.clear();
    proxy_.release();
    expect_no_false_backup();
    expect_next_push_to_finish();
    fs::remove_all(scene_.shipped(name));
    fs::remove(scene_.root() / ".stores.json");
  }
}

TEST_F(StoreFaults_rclone_versitygw, OfOneFolderConcernNoOtherBackup) {
  ASSERT_THAT(push(), ElementsAre(name + " arrived"));
  scene_.make_backup("21st_Feb_2024", {{"users.json", "[\n1\n]\n"}});
  ASSERT_THAT(push(), ElementsAre("21st_Feb_2024 arrived", name + " was there"));
  scene_.make_backup("22nd_Feb_2024", {{"users.json", "[\n1\n]\n"}});
  // What lists that one.
  proxy_.add({.kind = Kind::answer, .method = "GET", .path_part = name + "%2F", .status = 403});
  EXPECT_THAT(push(), ElementsAre("22nd_Feb_2024 arrived", "21st_Feb_2024 was there", HasSubstr(name + " failed: ")));
  proxy_.clear();
  EXPECT_THAT(push(), ElementsAre("22nd_Feb_2024 was there", "21st_Feb_2024 was there", name + " was there"));
}

/// A store that has the backup; the root has lost it.
class StoreFaultsOfReading : public StoreFaults {
 protected:
  StoreFaultsOfReading() {
    EXPECT_THAT(push(), ElementsAre(name + " arrived"));
    fs::rename(scene_.root(), scene_.room() / "lost");
  }

  std::string pull() {
    try {
      const PullReport report = scene_.service().pull("offsite:latest");
      for (const char* file : {"users.json", "orders.json", "manifest.json"}) {
        EXPECT_EQ(test::read_file(report.folder / file), test::read_file(scene_.room() / "lost" / name / file));
      }
      fs::remove_all(scene_.root());
      return "";
    } catch (const Error& error) {
      EXPECT_TRUE(!fs::exists(scene_.root()) || archive::list_backups(scene_.root()).empty());
      return error.what();
    }
  }
};

using StoreFaultsOfReading_rclone_versitygw = StoreFaultsOfReading;

TEST_F(StoreFaultsOfReading_rclone_versitygw, PassIfTheyAreGoneWhenItIsReadAgain) {
  for (const char* file : {"orders.json", "manifest.json"}) {
    for (const Kind kind : {Kind::flip, Kind::cut_answer, Kind::lose_answer}) {
      proxy_.clear();
      proxy_.add({.kind = kind, .method = "GET", .path_part = file, .bytes = 40, .times = 1});
      EXPECT_EQ(pull(), "") << file << static_cast<int>(kind);
    }
  }
}

TEST_F(StoreFaultsOfReading_rclone_versitygw, ThatStayBringNothingBack) {
  for (const char* file : {"orders.json", "manifest.json"}) {
    for (const Kind kind : {Kind::flip, Kind::cut_answer}) {
      proxy_.clear();
      proxy_.add({.kind = kind, .method = "GET", .path_part = file, .bytes = 40});
      EXPECT_NE(pull(), "") << file << static_cast<int>(kind);
    }
  }
  proxy_.clear();
  EXPECT_EQ(pull(), "");
}

TEST_F(StoreFaultsOfReading_rclone_versitygw, ThatBeginLaterBringNothingFalseBack) {
  // pull() compares what was brought back with what was shipped.
  std::size_t whole = 0;
  for (std::size_t after = 0; after < 6; ++after) {
    proxy_.clear();
    proxy_.add({.kind = Kind::flip, .method = "GET", .path_part = "manifest.json", .bytes = 40, .after = after});
    if (pull().empty()) ++whole;
  }
  EXPECT_GT(whole, 0U);
}

TEST_F(StoreFaultsOfReading_rclone_versitygw, AreWaitedForNoLongerThanTheStoreTimeout) {
  scene_.settings.stores.patience = std::chrono::seconds(2);
  for (const char* part : {"orders.json", "manifest.json", "prefix="}) {
    proxy_.clear();
    proxy_.add({.kind = Kind::stall, .method = "GET", .path_part = part});
    EXPECT_THAT(pull(), HasSubstr("it has moved nothing for 2 s")) << part;
    proxy_.release();
  }
}

}  // namespace
}  // namespace mongokeep
