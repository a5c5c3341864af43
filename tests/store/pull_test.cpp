#include <gmock/gmock.h>

#include <functional>
#include <mutex>

#include "archive/leftovers.h"
#include "archive/listing.h"
#include "archive/lock_file.h"
#include "archive/open_backup.h"
#include "store/store_scene.h"
#include "support/root_of_folders.h"

namespace mongokeep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

class Pull : public testing::TestWithParam<test::StoreKind> {
 protected:
  Pull() {
    scene_.make_backup("20th_Feb_2024", {{"shop/users.json", "[]\n"}, {"shop/orders.json", std::string(700'000, 'o')}});
    EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
    fs::rename(scene_.root(), scene_.room() / "lost");
  }

  Error refusal(const std::string& backup) {
    try {
      scene_.service().pull(backup);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "no error";
    return {ErrorKind::usage, "", "", ""};
  }

  test::StoreScene scene_{test::make_store(GetParam())};
};

TEST_P(Pull, BringsABackupBackByteByByte) {
  const PullReport report = scene_.service().pull("offsite:latest");
  EXPECT_EQ(report.folder, scene_.root() / "20th_Feb_2024");
  EXPECT_EQ(report.files, 2U);
  EXPECT_EQ(report.unsynced, "");
  for (const char* file : {"manifest.json", "shop/users.json", "shop/orders.json"}) {
    EXPECT_EQ(test::read_file(report.folder / file), test::read_file(scene_.room() / "lost" / "20th_Feb_2024" / file));
  }
  EXPECT_EQ(archive::list_backups(scene_.root())[0].state, BackupState::complete);
  EXPECT_THAT(refusal("offsite:latest").cause(), HasSubstr("the root has a backup of this name already"));
}

TEST_P(Pull, MakesNothingOfWhatIsDamaged) {
  test::write_file(scene_.shipped("20th_Feb_2024/shop/users.json"), "[ \n");
  EXPECT_EQ(refusal("offsite:latest").kind(), ErrorKind::damaged);
  test::write_file(scene_.shipped("20th_Feb_2024/shop/users.json"), "[]\n]\n");
  EXPECT_EQ(refusal("offsite:20th_Feb_2024").kind(), ErrorKind::damaged);
  fs::remove(scene_.shipped("20th_Feb_2024/shop/users.json"));
  EXPECT_EQ(refusal("offsite:20th_Feb_2024").kind(), ErrorKind::damaged);
  EXPECT_TRUE(archive::list_backups(scene_.root()).empty());
}

TEST_P(Pull, TakesNoFolderWithoutAManifestForABackup) {
  fs::remove(scene_.shipped("20th_Feb_2024/manifest.json"));
  EXPECT_EQ(refusal("offsite:latest").kind(), ErrorKind::usage);
  EXPECT_EQ(refusal("offsite:20th_Feb_2024").kind(), ErrorKind::invalid_data);
  EXPECT_THAT(refusal("offsite:20th_Feb_2024").cause(), HasSubstr("no manifest"));
  const StoreState state = scene_.service().states()[0];
  EXPECT_EQ(state.backups, 0U);
  EXPECT_EQ(state.arriving, 1U);
}

TEST_P(Pull, RefusesWhatIsInNoStore) {
  EXPECT_EQ(refusal("nas:latest").kind(), ErrorKind::usage);
  EXPECT_EQ(refusal("offsite:21st_Feb_2024").kind(), ErrorKind::usage);
  EXPECT_EQ(refusal("offsite:").kind(), ErrorKind::usage);
  EXPECT_EQ(refusal((scene_.room() / "lost" / "20th_Feb_2024").string()).kind(), ErrorKind::usage);
}

TEST_P(Pull, ReadsAFileFromAnyPlace) {
  const auto roots = store::roots_of(scene_.root(), scene_.settings.stores, {});
  const auto root = roots.open_store("offsite");
  const auto file = root->open_child("20th_Feb_2024")->open_child("shop")->open_file("orders.json");
  ASSERT_EQ(file->size(), 700'000U);
  const std::string whole = test::read_file(scene_.room() / "lost" / "20th_Feb_2024" / "shop" / "orders.json");
  for (const std::uint64_t offset : {0U, 5U, 699'999U, 440'000U, 100U, 400'000U, 443'000U, 0U}) {
    std::string room(std::min<std::uint64_t>(50'000, 700'000 - offset), '\0');
    file->read_at(offset, room);
    EXPECT_EQ(room, whole.substr(offset, room.size())) << offset;
  }
}

/// Does something as soon as the first file is on its way.
class OnTheWay : public ProgressObserver {
 public:
  explicit OnTheWay(std::function<void()> act) : act_(std::move(act)) {}
  void collection_started(const CollectionProgress&) override { std::call_once(once_, act_); }
  void collection_advanced(const CollectionProgress&) override {}
  void collection_finished(const CollectionProgress&, Outcome) override {}

 private:
  std::function<void()> act_;
  std::once_flag once_;
};

TEST_P(Pull, KeepsNoBackupOutMeanwhile) {
  bool is_made = false;
  OnTheWay observer([&] {
    EXPECT_THAT(archive::leftovers_in(Directory::open(scene_.root())), testing::IsEmpty());
    Log log([](const LogEntry&) {}, [] { return std::chrono::system_clock::now(); });
    archive::remove_leftovers(archive::LockedRoot::open(scene_.root()), log);
    scene_.make_backup("21st_Feb_2024", {{"users.json", "[]\n"}});
    // Nor does the name go to two.
    EXPECT_EQ(refusal("offsite:latest").kind(), ErrorKind::locked);
    is_made = true;
  });
  StoreService service = scene_.service();
  service.set_progress_observer(&observer);
  const PullReport report = service.pull("offsite:latest");
  EXPECT_TRUE(is_made);
  for (const char* file : {"manifest.json", "shop/users.json", "shop/orders.json"}) {
    EXPECT_EQ(test::read_file(report.folder / file), test::read_file(scene_.room() / "lost" / "20th_Feb_2024" / file));
  }
  EXPECT_EQ(archive::list_backups(scene_.root()).size(), 2U);
  EXPECT_THAT(archive::leftovers_in(Directory::open(scene_.root())), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Real, Pull, testing::ValuesIn(test::every_store), test::NameOfStore());

}  // namespace
}  // namespace mongokeep
