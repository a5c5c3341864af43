// What a backup looks like on the disk, in the log and to `list` and `show`, on every server.

#include <gmock/gmock.h>

#include <regex>

#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Layout : public testing::TestWithParam<ServerKind> {
 protected:
  Scene scene_{shared_server(GetParam())};
};

TEST_P(Layout, IsADatedFolderWithAFileForEachCollectionAndAManifest) {
  scene_.client().insert(scene_.database(), "users", R"({"_id": 2, "name": "Zoë"})");
  scene_.client().insert(scene_.database(), "users", R"({"_id": 1, "name": "李雷"})");
  scene_.client().create_collection(scene_.database(), "empty");

  const ProgramResult result = scene_.back_up();
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const std::filesystem::path folder = Scene::folder_of(result);
  EXPECT_TRUE(folder.is_absolute());
  EXPECT_TRUE(std::regex_match(folder.filename().string(), std::regex(R"(\d{1,2}(st|nd|rd|th)_[A-Z][a-z]{2}_\d{4})")));
  EXPECT_THAT(names_in(folder), ElementsAre("empty.json", "manifest.json", "users.json"));
  EXPECT_EQ(read_file(folder / "empty.json"), "[]\n");
  EXPECT_EQ(
      read_file(folder / "users.json"),
      "[\n{\"_id\":{\"$numberInt\":\"1\"},\"name\":\"李雷\"},\n{\"_id\":{\"$numberInt\":\"2\"},\"name\":\"Zoë\"}\n]\n");
}

TEST_P(Layout, HasAManifestThatSaysWhatIsThere) {
  scene_.insert_numbered("users", 3);
  scene_.client().create_index(scene_.database(), "users", R"({"key": {"text": 1}, "name": "by_text"})");
  const std::filesystem::path folder = Scene::folder_of(scene_.back_up());

  const Json manifest = manifest_of(folder);
  EXPECT_EQ(manifest.at("formatVersion"), 1);
  EXPECT_EQ(manifest.at("status"), "complete");
  EXPECT_EQ(manifest.at("database"), scene_.database());
  EXPECT_EQ(manifest.at("textFormat"), "canonical");
  EXPECT_LE(manifest.at("startedAt"), manifest.at("finishedAt"));
  const Json users = record_of(folder, "users");
  EXPECT_EQ(users.at("type"), "collection");
  EXPECT_EQ(users.at("file"), "users.json");
  EXPECT_EQ(users.at("documents"), 3);
  EXPECT_EQ(users.at("storedBytes"), std::filesystem::file_size(folder / "users.json"));
  std::uint64_t bson_bytes = 0;
  for (const Bytes& document : scene_.client().find_all(scene_.database(), "users")) bson_bytes += document.size();
  EXPECT_EQ(users.at("bsonBytes"), bson_bytes);
  EXPECT_FALSE(users.contains("error"));
  EXPECT_EQ(users.at("indexes").size(), 2U);
  EXPECT_THAT(users.at("indexes").dump(), HasSubstr("\"name\":\"by_text\""));
}

TEST_P(Layout, IsPrivateWhateverTheUmask) {
  scene_.insert_numbered("users", 1);
  for (const mode_t umask : {mode_t{0}, mode_t{0777}}) {
    ProgramCall call = scene_.backup_call();
    call.umask = umask;
    const std::filesystem::path folder = Scene::folder_of(run_program(call));
    EXPECT_EQ(mode_of(scene_.root()), 0700U);
    EXPECT_EQ(mode_of(scene_.root() / ".lock"), 0600U);
    EXPECT_EQ(mode_of(folder), 0700U);
    EXPECT_EQ(mode_of(folder / "users.json"), 0600U);
    EXPECT_EQ(mode_of(folder / "manifest.json"), 0600U);
  }
}

TEST_P(Layout, NeverOverwritesABackupOfTheSameDay) {
  scene_.insert_numbered("users", 1);
  const std::filesystem::path first = Scene::folder_of(scene_.back_up());
  const std::string before = read_file(first / "manifest.json");
  scene_.insert_numbered("orders", 1);
  const std::filesystem::path second = Scene::folder_of(scene_.back_up());
  const std::filesystem::path third = Scene::folder_of(scene_.back_up());
  EXPECT_EQ(read_file(first / "manifest.json"), before);
  EXPECT_TRUE(std::regex_match(second.filename().string(), std::regex(first.filename().string() + R"(_\d{6})")));
  EXPECT_NE(second, third);
  EXPECT_EQ(scene_.names_in_root().size(), 4U) << "three backups and the lock";
}

TEST_P(Layout, LogsTheFixedLines) {
  scene_.insert_numbered("users", 3);
  const ProgramResult result = scene_.back_up();
  const std::filesystem::path folder = Scene::folder_of(result);
  const Json copied = line_of(result, "Successfully backed up collection");
  EXPECT_EQ(copied.at("level"), "info");
  EXPECT_EQ(copied.at("collectionName"), "users");
  EXPECT_EQ(copied.at("documentCount"), 3);
  EXPECT_EQ(copied.at("filePath"), (folder / "users.json").string());
  EXPECT_TRUE(
      std::regex_match(copied.at("time").get<std::string>(), std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)")));
  EXPECT_EQ(line_of(result, "createBackup: Backup started").at("backupPath"), folder.string());
  const Json completed = line_of(result, "createBackup: Backup completed");
  EXPECT_EQ(completed.at("status"), "complete");
  EXPECT_EQ(completed.at("collectionCount"), 1);
  EXPECT_EQ(completed.at("documentCount"), 3);
}

TEST_P(Layout, IsWhatListAndShowShow) {
  scene_.insert_numbered("users", 3);
  const std::filesystem::path folder = Scene::folder_of(scene_.back_up());
  std::filesystem::create_directory(scene_.root() / "photos");

  const ProgramResult listed = scene_.call("list", {"--json"});
  ASSERT_EQ(listed.exit_code, 0) << listed.error;
  const Json list = Json::parse(listed.output);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].at("name"), folder.filename().string());
  EXPECT_EQ(list[0].at("status"), "complete");
  EXPECT_EQ(list[1].at("name"), "photos");
  EXPECT_EQ(list[1].at("status"), "foreign");
  EXPECT_THAT(scene_.call("list").output, HasSubstr(folder.filename().string()));

  const ProgramResult shown = scene_.call("show", {"latest"});
  ASSERT_EQ(shown.exit_code, 0) << shown.error;
  EXPECT_THAT(shown.output, HasSubstr("users.json"));
  EXPECT_EQ(Json::parse(scene_.call("show", {"latest", "--json"}).output).at("path"), folder.string());
}

TEST_P(Layout, ThatIsDamagedIsShownAndIsNoSuccess) {
  scene_.insert_numbered("users", 3);
  const std::filesystem::path folder = Scene::folder_of(scene_.back_up());
  std::filesystem::resize_file(folder / "users.json", 10);
  EXPECT_EQ(Json::parse(scene_.call("list", {"--json"}).output)[0].at("status"), "damaged");
  const ProgramResult shown = scene_.call("show", {folder.filename().string()});
  EXPECT_EQ(shown.exit_code, 4);
  EXPECT_THAT(shown.output, HasSubstr("users.json has 10 bytes instead of"));
  EXPECT_EQ(scene_.call("show", {"latest"}).exit_code, 4) << "an older one must not take its place unseen";
}

TEST_P(Layout, OfAnEmptyDatabaseIsRefused) {
  const ProgramResult result = scene_.back_up();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.error, HasSubstr("it has no collections"));
  EXPECT_THAT(log_of(result).size(), 1U);
  EXPECT_TRUE(scene_.names_in_root().empty());
}

TEST_P(Layout, GoesIntoAFolderThatIsNotThereYet) {
  scene_.insert_numbered("users", 1);
  ProgramCall call = scene_.backup_call();
  call.arguments = {"backup", "--root", "a/b/c"};
  const ProgramResult result = run_program(call);
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(Scene::folder_of(result).parent_path(), scene_.folder() / "a" / "b" / "c");
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Layout, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
