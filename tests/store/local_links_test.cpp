#include "store/local_links.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mongokeep/error.h"
#include "store/store_scene.h"
#include "support/folder_store.h"

namespace mongokeep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

/// A store in a folder of this machine, in which somebody has put links that lead out of it.
class LinksInAStore : public testing::Test {
 protected:
  LinksInAStore() {
    scene_.make_backup("20th_Feb_2024", {{"shop/users.json", "[\n1\n]\n"}, {"shop/orders.json", "[]\n"}});
    fs::create_directory(outside());
  }

  fs::path outside() const { return scene_.room() / "outside"; }

  void expect_refusal() {
    // Also where a push of ours was there before, which then removes what it has left.
    for (int time = 0; time < 2; ++time) {
      EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 failed: it is a symbolic link"));
    }
  }

  test::StoreScene scene_{std::make_unique<test::FolderStore>()};
};

using LinksInAStore_rclone_folder = LinksInAStore;

TEST_F(LinksInAStore_rclone_folder, LeadNoPushOutOfIt) {
  fs::create_directory_symlink(outside(), scene_.shipped("20th_Feb_2024"));
  expect_refusal();
  fs::remove(scene_.shipped("20th_Feb_2024"));
  fs::create_directory(scene_.shipped("20th_Feb_2024"));
  fs::create_directory_symlink(outside(), scene_.shipped("20th_Feb_2024/shop"));
  expect_refusal();
  fs::remove(scene_.shipped("20th_Feb_2024/shop"));
  EXPECT_TRUE(fs::is_empty(outside()));
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
}

TEST_F(LinksInAStore_rclone_folder, LetNoPushRemoveWhatLiesOutside) {
  ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  // As if its end were not known, so that files that are not whole count as left by us.
  fs::remove(scene_.shipped("20th_Feb_2024/manifest.json"));
  fs::rename(scene_.shipped("20th_Feb_2024/shop"), scene_.room() / "away");
  test::write_file(outside() / "users.json", "mine");
  fs::create_directory_symlink(outside(), scene_.shipped("20th_Feb_2024/shop"));
  const fs::path record = scene_.root() / ".stores.json";
  const std::string text = test::read_file(record);
  const std::size_t at = text.find("\"arrivedAt\": ");
  test::write_file(record, text.substr(0, at) + "\"arrivedAt\": null" + text.substr(text.find('\n', at) - 1));
  expect_refusal();
  EXPECT_EQ(test::read_file(outside() / "users.json"), "mine");
}

TEST_F(LinksInAStore_rclone_folder, InThePlaceOfANoteAreRefusedAsPipesAre) {
  const std::vector<std::string> notes = {".arriving-20th_Feb_2024.json", ".removing-20th_Feb_2024.json"};
  test::write_file(outside() / "note", "mine");
  for (const std::string& note : notes) {
    fs::create_symlink(outside() / "note", scene_.shipped(note));
    expect_refusal();
    fs::remove(scene_.shipped(note));
    ASSERT_EQ(::mkfifo(scene_.shipped(note).c_str(), 0600), 0);
    EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 failed: it is neither a file nor a folder"));
    fs::remove(scene_.shipped(note));
  }
  EXPECT_EQ(test::read_file(outside() / "note"), "mine");
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
}

TEST_F(LinksInAStore_rclone_folder, AndFilesOfAnyLengthAreNotRead) {
  // To reckon the hash of 1 TiB of nothing takes rclone an hour.
  const std::int64_t tebibyte = std::int64_t{1} << 40U;
  for (const char* file : {"shop/users.json", "shop/stranger.json", "manifest.json"}) {
    for (const bool has_arrived : {true, false}) {
      ASSERT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
      if (!has_arrived) fs::remove(scene_.shipped("20th_Feb_2024/manifest.json"));
      fs::remove(scene_.root() / ".stores.json");
      test::write_file(scene_.shipped("20th_Feb_2024/") / file, "x");
      ASSERT_EQ(::truncate(scene_.shipped("20th_Feb_2024/").append(file).c_str(), tebibyte), 0);
      const auto outcomes = scene_.outcomes(scene_.push());
      const bool is_whole = has_arrived && file == std::string("shop/stranger.json");
      EXPECT_THAT(outcomes, ElementsAre(HasSubstr(is_whole ? "was there" : "failed"))) << file;
      fs::remove_all(scene_.shipped("20th_Feb_2024"));
      fs::remove(scene_.shipped(".arriving-20th_Feb_2024.json"));
      fs::remove(scene_.root() / ".stores.json");
    }
  }
}

TEST_F(LinksInAStore_rclone_folder, AreFollowedWhereTheStoreItselfIsOne) {
  const fs::path link = scene_.room() / "link";
  fs::create_directory_symlink(scene_.store().folder(), link);
  scene_.settings.stores.stores[0].remote = link;
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
  EXPECT_TRUE(fs::exists(scene_.shipped("20th_Feb_2024/manifest.json")));
}

TEST(LocalLinks, AreRefusedLikePipes) {
  const test::TempDir store;
  store::refuse_links(store.path() / "none", "20th_Feb_2024");
  store::refuse_links(store.path(), "20th_Feb_2024");
  fs::create_directories(store.path() / "20th_Feb_2024" / "shop");
  test::write_file(store.path() / "20th_Feb_2024" / "shop" / "users.json", "[]\n");
  store::refuse_links(store.path(), "20th_Feb_2024");
  ASSERT_EQ(::mkfifo((store.path() / "20th_Feb_2024" / "shop" / "orders.json").c_str(), 0600), 0);
  try {
    store::refuse_links(store.path(), "20th_Feb_2024");
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid_data);
    EXPECT_THAT(error.what(), HasSubstr("orders.json: it is neither a file nor a folder"));
  }
}

}  // namespace
}  // namespace mongokeep
