// A root in which somebody has put folders that are made to hinder whoever looks into it.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "archive/backup_order.h"
#include "archive/forged_manifest.h"
#include "archive/leftovers.h"
#include "archive/listing.h"
#include "archive/local_folder.h"
#include "archive/root.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "support/nested_folders.h"
#include "support/process_limits.h"
#include "support/repeated.h"
#include "support/root_of_folders.h"

namespace mongokeep::archive {
namespace {

namespace fs = std::filesystem;

class HostileRoot : public testing::Test {
 protected:
  HostileRoot() {
    root_.add_backup("1st_Feb_2024", 120);
    root_.add_backup("2nd_Feb_2024", 119);
    root_.add_backup("28th_Feb_2024", 90);
  }
  ~HostileRoot() override {
    EXPECT_EQ(std::system(("rm -rf '" + root_.path().string() + "'/* '" + root_.path().string() + "'/.[!.]*").c_str()),
              0)
        << "also what is nested deep";
  }

  /// A backup's folder without its manifest.
  fs::path add_bad(const std::string& name) {
    fs::create_directory(root_ / name);
    test::write_file(root_ / name / "users.json", "[]\n");
    ++bad_;
    return root_ / name;
  }

  void add_manifest(const std::string& name, const std::string& text) {
    test::write_file(add_bad(name) / "manifest.json", text);
  }

  void add_forged(const std::string& name, const std::string& old, const std::string& replacement) {
    const std::string good = test::read_file(root_ / "1st_Feb_2024" / "manifest.json");
    add_manifest(name, test::forged_manifest(good, old, replacement));
  }

  /// The good are complete, the bad are damaged and told why, however closely one looks.
  void expect_each_to_be_told() const {
    for (const Look look : {Look::whole, Look::brief}) {
      EXPECT_TRUE(test::fits_into(64 * test::mebibyte, [&] {
        std::size_t good = 0;
        std::size_t damaged = 0;
        for (const StoredBackup& backup : list_backups(root_.path(), look)) {
          if (backup.state == BackupState::complete) ++good;
          if (backup.state == BackupState::damaged && !backup.problem.empty() && backup.problem.size() < 1000)
            ++damaged;
          if (!is_ours(backup) || (backup.state != BackupState::complete && backup.state != BackupState::damaged)) {
            ADD_FAILURE() << backup.name << ": " << backup.problem;
            return false;
          }
        }
        return good == 3 && damaged == bad_;
      }));
    }
    EXPECT_TRUE(test::fits_into(64 * test::mebibyte, [&] {
      NewestFirst backups(root_.path());
      std::size_t count = 0;
      while (backups.next()) ++count;
      return count == 3 + bad_ && newest_head(root_.path()).has_value();
    }));
  }

  const std::chrono::system_clock::time_point now_ = parse_utc_text("2024-06-01T03:00:00.000Z").value();
  test::RootOfFolders root_{now_};
  std::size_t bad_ = 0;
};

TEST_F(HostileRoot, NamesManifestsOfAnyTextDamaged) {
  add_manifest("3rd_Feb_2024", test::repeated(2'000'000, "["));
  add_manifest("4th_Feb_2024", test::repeated(500'000, "{\"a\":"));
  add_manifest("5th_Feb_2024", "");
  add_manifest("6th_Feb_2024", "{\"a\": \"" + test::repeated(1'000'000, "x"));
  add_manifest("7th_Feb_2024", std::string(100'000, '\0'));
  add_forged("8th_Feb_2024", "\"tool\"",
             "\"x\": " + test::repeated(50'000, "[") + test::repeated(50'000, "]") + ",\n  \"tool\"");
  add_forged("9th_Feb_2024", "\"options\": {}", "\"options\": " + test::repeated(1'000'000, "{\"a\":"));
  add_forged("10th_Feb_2024", "\"documents\": 0", "\"documents\": -1");
  add_forged("11th_Feb_2024", "\"name\": \"users\"", "\"name\": \"a\\u0000b\"");
  add_forged("12th_Feb_2024", "\"startedAt\": \"2024", "\"startedAt\": \"9024");
  expect_each_to_be_told();
}

TEST_F(HostileRoot, NamesManifestsThatAreNoFilesDamaged) {
  fs::create_symlink(root_ / "1st_Feb_2024" / "manifest.json", add_bad("3rd_Feb_2024") / "manifest.json");
  ASSERT_EQ(::mkfifo((add_bad("4th_Feb_2024") / "manifest.json").c_str(), 0600), 0);
  fs::create_directory(add_bad("5th_Feb_2024") / "manifest.json");
  const UniqueFd sparse(
      ::open((add_bad("6th_Feb_2024") / "manifest.json").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  ASSERT_EQ(::ftruncate(sparse.get(), std::int64_t{1} << 40U), 0);
  const UniqueFd server(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = (add_bad("7th_Feb_2024") / "manifest.json").string();
  ASSERT_LT(path.size(), sizeof(address.sun_path));
  path.copy(address.sun_path, path.size());
  ASSERT_EQ(::bind(server.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  fs::create_symlink("manifest.json", add_bad("8th_Feb_2024") / "manifest.json");
  expect_each_to_be_told();
  for (const StoredBackup& backup : list_backups(root_.path())) {
    const bool is_spared = backup.state == BackupState::damaged && backup.name != "6th_Feb_2024";
    EXPECT_EQ(!backup.stranger.empty(), is_spared) << "whether a clean-up leaves it: " << backup.name;
  }
}

TEST_F(HostileRoot, NamesFoldersNestedWithoutEndDamaged) {
  add_forged("3rd_Feb_2024", "\"tool\": \"t\"", "\"tool\": 1");
  test::nest_folders(root_ / "3rd_Feb_2024", 3'000);
  test::nest_folders(root_ / "1st_Feb_2024", 100);
  add_bad("4th_Feb_2024");
  test::write_file(root_ / "4th_Feb_2024" / "manifest.json", test::read_file(root_ / "1st_Feb_2024" / "manifest.json"));
  test::nest_folders(root_ / "4th_Feb_2024", 300);
  expect_each_to_be_told();
  const StoredBackup deep = inspect(LocalFolder(Directory::open(root_.path())), "4th_Feb_2024").value();
  EXPECT_EQ(deep.stranger, "d") << "a clean-up leaves it";
  EXPECT_TRUE(deep.damaged_head);
}

TEST_F(HostileRoot, TellsOfManyEntriesWithoutKeepingThem) {
  const Directory folder = Directory::open(add_bad("3rd_Feb_2024"));
  fs::copy_file(root_ / "1st_Feb_2024" / "manifest.json", root_ / "3rd_Feb_2024" / "manifest.json");
  for (int number = 0; number < 50'000; ++number) {
    ASSERT_EQ(::symlinkat("x", folder.descriptor(), ("z" + std::to_string(number) + std::string(200, 'n')).c_str()), 0);
  }
  for (const Look look : {Look::whole, Look::brief}) {
    EXPECT_TRUE(test::fits_into(4 * test::mebibyte, [&] {
      const auto backup = inspect(LocalFolder(Directory::open(root_.path())), "3rd_Feb_2024", look);
      return backup->files == 50'001 && backup->stranger.starts_with("z0n") && backup->state == BackupState::complete;
    }));
  }
}

TEST_F(HostileRoot, RemovesLeftoversHoweverDeep) {
  fs::create_directory(root_ / ".3rd_Feb_2024.partial");
  fs::create_directories(root_ / ".deleting-4th_Feb_2024" / "sub");
  test::nest_folders(root_ / ".3rd_Feb_2024.partial", 250);
  test::nest_folders(root_ / ".deleting-4th_Feb_2024", 3'000);
  Log log([](const LogEntry&) {}, [] { return Clock::result_type(); });
  EXPECT_TRUE(remove_leftovers(LockedRoot::open(root_.path()), log).empty());
  EXPECT_FALSE(fs::exists(root_ / ".3rd_Feb_2024.partial"));
  EXPECT_FALSE(fs::exists(root_ / ".deleting-4th_Feb_2024"));
}

TEST_F(HostileRoot, SeesABackupOfManyDatabasesInOneLookAtEachFile) {
  Manifest manifest = *list_backups(root_.path())[0].manifest;
  manifest.database.clear();
  manifest.collections.clear();
  const fs::path folder = root_ / "3rd_Feb_2024";
  for (const std::string database : {"blog", "shop"}) {
    for (const std::string name : {"a", "b"}) {
      CollectionRecord record;
      record.database = database;
      record.name = name;
      record.type = "collection";
      record.file = database + "/" + name + ".json";
      record.stored_bytes = 3;
      record.xxh3_128 = std::string(32, 'a');
      manifest.collections.push_back(record);
      fs::create_directories(folder / database);
      test::write_file(folder / record.file, "[]\n");
    }
  }
  test::write_file(folder / "manifest.json", to_text(manifest));
  const auto state = [&](Look look) {
    return inspect(LocalFolder(Directory::open(root_.path())), "3rd_Feb_2024", look).value();
  };
  const auto expect_same = [&](BackupState expected, const std::string& stranger) {
    for (const Look look : {Look::whole, Look::brief}) {
      EXPECT_EQ(state(look).state, expected) << state(look).problem;
      EXPECT_EQ(state(look).stranger, stranger);
      EXPECT_EQ(state(look).stored_bytes, state(Look::whole).stored_bytes);
      EXPECT_EQ(state(look).files, state(Look::whole).files);
    }
  };
  expect_same(BackupState::complete, "");
  test::write_file(folder / "shop" / "c.json", "[]\n");
  expect_same(BackupState::complete, "shop/c.json");
  fs::remove(folder / "shop" / "b.json");
  expect_same(BackupState::damaged, "shop/c.json");
}

}  // namespace
}  // namespace mongokeep::archive
