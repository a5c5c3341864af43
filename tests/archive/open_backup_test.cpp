#include "archive/open_backup.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>

#include "archive/backup_search.h"
#include "archive/folder_use.h"
#include "archive/forged_manifest.h"
#include "base/files/file.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "support/root_of_folders.h"

namespace mongokeep::archive {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class OpenBackupTest : public testing::Test {
 protected:
  OpenBackup opened(const std::string& wanted) const {
    Log log([](const LogEntry&) {}, std::chrono::system_clock::now);
    return OpenBackup::open(find_backup(root_.path(), wanted, std::chrono::system_clock::now(), log));
  }
  OpenBackup opened_at(const fs::path& path) const { return opened(path.string()); }

  /// Expects that it cannot be done, and gives the error's text.
  static std::string failure(ErrorKind kind, const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), kind) << error.what();
      return error.what();
    }
    ADD_FAILURE() << "no error";
    return "";
  }

  /// A backup whose one collection lies in this file.
  fs::path add_backup_of(const std::string& file) const {
    const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
    const fs::path manifest = folder / "manifest.json";
    test::write_file(manifest, test::forged_manifest(test::read_file(manifest), R"("file": "users.json")",
                                                     "\"file\": \"" + file + "\""));
    return folder;
  }

  static std::string text_in(const OpenBackup& backup, std::size_t record = 0) {
    const CollectionRecord& of = backup.manifest().collections.at(record);
    const auto file = backup.open_file(of);
    std::string text(file->size(), '\0');
    file->read_at(0, text);
    return text;
  }

  test::RootOfFolders root_{parse_utc_text("2024-06-01T03:00:00.000Z").value()};
};

TEST_F(OpenBackupTest, OpensByNameByPathAndTheLatest) {
  root_.add_backup("1st_May_2024", 31);
  root_.add_backup("2nd_May_2024", 30);
  root_.add_backup("3rd_May_2024", 29, Status::partial);
  EXPECT_EQ(opened("1st_May_2024").path(), root_ / "1st_May_2024");
  EXPECT_EQ(opened("1st_May_2024/").path(), root_ / "1st_May_2024");
  EXPECT_EQ(opened_at(root_ / "1st_May_2024").path(), root_ / "1st_May_2024");
  EXPECT_EQ(opened("latest").path(), root_ / "2nd_May_2024") << "a partial one does not count";
  const OpenBackup backup = opened("3rd_May_2024");
  EXPECT_EQ(backup.manifest().status, Status::partial);
  EXPECT_FALSE(backup.is_legacy());
  EXPECT_EQ(backup.database_of(backup.manifest().collections.at(0)), "shop");
  EXPECT_EQ(text_in(backup), "[]\n");
  EXPECT_EQ(backup.path_of(backup.manifest().collections.at(0)), root_ / "3rd_May_2024" / "users.json");
}

TEST_F(OpenBackupTest, OpensARenamedFolderOutsideAnyRoot) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  const test::TempDir elsewhere;
  fs::rename(folder, elsewhere.path() / "before the upgrade");
  const OpenBackup backup = opened_at(elsewhere.path() / "before the upgrade");
  EXPECT_EQ(backup.manifest().database, "shop");
  EXPECT_EQ(text_in(backup), "[]\n");
  EXPECT_EQ(OpenBackup::open(elsewhere.path() / "before the upgrade").path(), elsewhere.path() / "before the upgrade")
      << "the root is not asked";
}

TEST_F(OpenBackupTest, OpensAFileInTheFolderOfItsDatabase) {
  const fs::path folder = add_backup_of("shop/users.json");
  fs::create_directory(folder / "shop");
  fs::rename(folder / "users.json", folder / "shop" / "users.json");
  EXPECT_EQ(text_in(opened("20th_Feb_2024")), "[]\n");
}

TEST_F(OpenBackupTest, MakesUpAManifestForAnOlderSystemsFolder) {
  const fs::path folder = root_.add_legacy("20th_Feb_2024", 1);
  test::write_file(folder / "orders.json.gz", "packed");
  const OpenBackup backup = opened("20th_Feb_2024");
  EXPECT_TRUE(backup.is_legacy());
  EXPECT_EQ(backup.manifest().text_format, "plain");
  ASSERT_EQ(backup.manifest().collections.size(), 2U);
  EXPECT_EQ(backup.manifest().collections[0].name, "orders");
  EXPECT_EQ(backup.manifest().collections[0].error, "the file is not JSON, zstd or age: unpack it first");
  const CollectionRecord& users = backup.manifest().collections[1];
  EXPECT_EQ(users.name, "users");
  EXPECT_EQ(users.error, "");
  EXPECT_EQ(users.stored_bytes, 2U);
  EXPECT_EQ(backup.database_of(users), "") << "the folder does not say";
  EXPECT_EQ(text_in(backup, 1), "[]");
}

TEST_F(OpenBackupTest, IsReadAsLongAsItIsOpen) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  {
    const OpenBackup first = opened("20th_Feb_2024");
    const OpenBackup second = opened("20th_Feb_2024");
    EXPECT_FALSE(try_hold_for_removal(Directory::open(folder)));
  }
  const Directory remover = Directory::open(folder);
  ASSERT_TRUE(try_hold_for_removal(remover));
  EXPECT_THAT(failure(ErrorKind::locked, [&] { opened("20th_Feb_2024"); }), HasSubstr("a clean-up is removing it"));
}

TEST_F(OpenBackupTest, SaysWhatIsThereWhenNothingFits) {
  root_.add_backup("20th_Feb_2024", 1, Status::partial);
  EXPECT_THAT(failure(ErrorKind::usage, [&] { opened("21st_Feb_2024"); }),
              HasSubstr("there is no backup of that name in " + root_.path().string() +
                        ". The newest backups there: 20th_Feb_2024"));
  EXPECT_THAT(failure(ErrorKind::usage, [&] { opened("latest"); }),
              HasSubstr("there is no complete backup (20th_Feb_2024 is partial) in " + root_.path().string() +
                        ". The newest backups there: 20th_Feb_2024"));
  failure(ErrorKind::usage, [&] { opened_at(root_ / "none"); });
}

TEST_F(OpenBackupTest, RefusesWhatIsHalfMadeOrHalfRemoved) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  for (const char* name : {".20th_Feb_2024.partial", ".deleting-20th_Feb_2024"}) {
    fs::rename(folder, root_ / name);
    EXPECT_THAT(failure(ErrorKind::invalid_data, [&] { opened_at(root_ / name); }), HasSubstr("it is incomplete"))
        << name;
    fs::rename(root_ / name, folder);
  }
}

TEST_F(OpenBackupTest, RefusesAFolderThatHoldsNone) {
  fs::create_directory(root_ / "20th_Feb_2024");
  EXPECT_THAT(failure(ErrorKind::invalid_data, [&] { opened("20th_Feb_2024"); }), HasSubstr("it is empty"));
  test::write_file(root_ / "20th_Feb_2024" / "users.json", "[]");
  test::write_file(root_ / "20th_Feb_2024" / "holiday.jpg", "mine");
  EXPECT_THAT(failure(ErrorKind::invalid_data, [&] { opened("20th_Feb_2024"); }),
              HasSubstr("`holiday.jpg` is not a JSON file"));
  fs::remove(root_ / "20th_Feb_2024" / "holiday.jpg");
  fs::create_directory(root_ / "20th_Feb_2024" / "orders.json");
  failure(ErrorKind::invalid_data, [&] { opened("20th_Feb_2024"); });
}

TEST_F(OpenBackupTest, FollowsNoLink) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  fs::create_directory_symlink(folder, root_ / "link");
  failure(ErrorKind::storage, [&] { opened_at(root_ / "link"); });
}

TEST_F(OpenBackupTest, RefusesAManifestThatLeadsOutOfTheFolder) {
  for (const char* file : {"../users.json", "/etc/passwd", "a/b/c", ".hidden", "a/.hidden", ".", "..", "../..", "a/",
                           "/", "a/../b", "", "users\\u0000.json"}) {
    add_backup_of(file);
    EXPECT_THAT(failure(ErrorKind::damaged, [&] { opened("20th_Feb_2024"); }), HasSubstr("which is not in this folder"))
        << file;
  }
}

TEST_F(OpenBackupTest, RefusesAManifestThatCannotBeRead) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  const std::string manifest = test::read_file(folder / "manifest.json");
  const auto refused = [&](const std::string& text) {
    test::write_file(folder / "manifest.json", text);
    return failure(ErrorKind::damaged, [&] { opened("20th_Feb_2024"); });
  };
  EXPECT_THAT(refused(test::forged_manifest(manifest, "\"formatVersion\": 1", "\"formatVersion\": 3")),
              HasSubstr("its format version is 3, but this program reads only versions up to 2"));
  EXPECT_THAT(refused(manifest.substr(0, manifest.size() / 2)), HasSubstr("it is not a valid manifest"));
  EXPECT_THAT(refused(test::with_exchanged(manifest, "users.json", "other.json")),
              HasSubstr("its contents do not match its checksum"));
  refused("");
}

TEST_F(OpenBackupTest, RefusesAFileThatIsNone) {
  const fs::path folder = root_.add_backup("20th_Feb_2024", 1);
  const OpenBackup backup = opened("20th_Feb_2024");
  const auto refused = [&] { return failure(ErrorKind::damaged, [&] { text_in(backup); }); };
  fs::rename(folder / "users.json", folder / "other.json");
  EXPECT_THAT(refused(), HasSubstr("users.json: it does not exist"));
  fs::create_symlink("other.json", folder / "users.json");
  EXPECT_THAT(refused(), HasSubstr("users.json: it is not a regular file"));
  fs::remove(folder / "users.json");
  fs::create_directory(folder / "users.json");
  EXPECT_THAT(refused(), HasSubstr("it is not a regular file"));
}

TEST_F(OpenBackupTest, RefusesADatabasesFolderThatIsNone) {
  const fs::path folder = add_backup_of("shop/users.json");
  const OpenBackup backup = opened_at(folder);
  const auto refused = [&] { return failure(ErrorKind::damaged, [&] { text_in(backup); }); };
  EXPECT_THAT(refused(), HasSubstr("its folder does not exist"));
  const test::TempDir elsewhere;
  test::write_file(elsewhere.path() / "users.json", "[]\n");
  fs::create_directory_symlink(elsewhere.path(), folder / "shop");
  EXPECT_THAT(refused(), HasSubstr("its folder does not exist")) << "a link is not followed";
}

}  // namespace
}  // namespace mongokeep::archive
