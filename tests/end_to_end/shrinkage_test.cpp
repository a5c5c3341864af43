// The warning that a collection has lost more documents than one would expect since the newest complete backup.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr const char* emptied = "Collection came back empty";
constexpr const char* shrunk = "Collection has shrunk";
constexpr const char* gone = "Collection is gone";

class ShrinkageBase : public testing::TestWithParam<ServerKind> {
 protected:
  /// Removes the documents of Scene::insert_numbered from `first` on.
  void remove_from(const std::string& collection, int first) {
    scene_.client().command(scene_.database(), R"({"delete": ")" + collection +
                                                   R"(", "deletes": [{"q": {"_id": {"$gte": )" + std::to_string(first) +
                                                   R"(}}, "limit": 0}]})");
  }

  /// "<message>: <collection>" for each warning of a good run.
  static std::vector<std::string> warnings_of(const ProgramResult& result) {
    EXPECT_EQ(result.exit_code, 0) << result.error;
    std::vector<std::string> warnings;
    for (const Json& line : log_of(result)) {
      if (line.at("level") != "warning") continue;
      warnings.push_back(line.at("message").get<std::string>() + ": " + line.value("collectionName", ""));
    }
    return warnings;
  }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

class Shrinkage : public ShrinkageBase {};

TEST_P(Shrinkage, OfACollectionThatCameBackEmptyIsAWarningInACompleteBackup) {
  scene_.insert_numbered("users", 100);
  scene_.insert_numbered("orders", 3);
  const std::filesystem::path before = Scene::folder_of(scene_.back_up());
  remove_from("users", 0);

  const ProgramResult result = scene_.back_up();
  EXPECT_THAT(warnings_of(result), ElementsAre("Collection came back empty: users"));
  const Json line = line_of(result, emptied);
  EXPECT_EQ(line.at("documentCount"), 0);
  EXPECT_EQ(line.at("previousDocumentCount"), 100);
  EXPECT_EQ(line.at("previousBackup"), before.string());
  EXPECT_FALSE(line.contains("database"));
  EXPECT_EQ(manifest_of(Scene::folder_of(result)).at("status"), "complete");
  EXPECT_EQ(line_of(result, "createBackup: Backup completed").at("status"), "complete");

  EXPECT_THAT(warnings_of(scene_.back_up()), IsEmpty()) << "the one before is as empty";
}

TEST_P(Shrinkage, ByMoreThanHalfIsAWarning) {
  scene_.insert_numbered("users", 100);
  std::filesystem::create_directory(scene_.root());
  EXPECT_THAT(warnings_of(scene_.back_up()), IsEmpty());
  remove_from("users", 50);
  EXPECT_THAT(warnings_of(scene_.back_up()), IsEmpty());
  remove_from("users", 24);
  const ProgramResult result = scene_.back_up();
  EXPECT_THAT(warnings_of(result), ElementsAre("Collection has shrunk: users"));
  EXPECT_EQ(line_of(result, shrunk).at("documentCount"), 24);
  EXPECT_EQ(line_of(result, shrunk).at("previousDocumentCount"), 50);
}

TEST_P(Shrinkage, HasAShareOfTheUsersChoice) {
  scene_.insert_numbered("users", 100);
  scene_.back_up();
  remove_from("users", 89);
  EXPECT_THAT(warnings_of(scene_.back_up({"--warnShrinkPercent", "10"})), ElementsAre("Collection has shrunk: users"));
  remove_from("users", 1);
  EXPECT_THAT(warnings_of(scene_.back_up({"--warnShrinkPercent", "100"})), IsEmpty());
  EXPECT_EQ(scene_.back_up({"--warnShrinkPercent", "0"}).exit_code, 2);
}

TEST_P(Shrinkage, ToNothingAtAllIsTold) {
  scene_.insert_numbered("users", 3);
  scene_.insert_numbered("orders", 3);
  scene_.back_up();
  scene_.client().drop_collection(scene_.database(), "orders");
  EXPECT_THAT(warnings_of(scene_.back_up({"--excludeCollection", "drafts"})),
              Not(Contains("Collection is gone: orders")))
      << "it may have been excluded";
  std::filesystem::remove_all(scene_.root());

  scene_.insert_numbered("orders", 3);
  scene_.back_up();
  scene_.client().drop_collection(scene_.database(), "orders");
  const ProgramResult result = scene_.back_up();
  EXPECT_THAT(warnings_of(result), ElementsAre("Collection is gone: orders"));
  EXPECT_EQ(line_of(result, gone).at("previousDocumentCount"), 3);
}

TEST_P(Shrinkage, IsReckonedWithinOneDatabase) {
  Scene other(server_);
  scene_.insert_numbered("users", 100);
  other.insert_numbered("users", 10);
  const std::filesystem::path before = Scene::folder_of(scene_.back_up());
  EXPECT_THAT(warnings_of(run_program(scene_.backup_call_to(other.uri()))), IsEmpty());
  remove_from("users", 5);
  const ProgramResult result = scene_.back_up();
  EXPECT_THAT(warnings_of(result), ElementsAre("Collection has shrunk: users"));
  EXPECT_EQ(line_of(result, shrunk).at("previousBackup"), before.string());
}

TEST_P(Shrinkage, NamesTheDatabaseInABackupOfAll) {
  const std::vector<std::string> all = {"--allDatabases", "--nsInclude", scene_.database() + ".*"};
  scene_.insert_numbered("users", 3);
  run_program(scene_.backup_call_to(server_.uri(), all));
  remove_from("users", 0);
  const ProgramResult result = run_program(scene_.backup_call_to(server_.uri(), all));
  EXPECT_THAT(warnings_of(result), ElementsAre("Collection came back empty: users"));
  EXPECT_EQ(line_of(result, emptied).at("database"), scene_.database());
}

TEST_P(Shrinkage, IsReckonedFromTheBackupBeforeOneThatIsDamaged) {
  scene_.insert_numbered("users", 100);
  const std::filesystem::path first = Scene::folder_of(scene_.back_up());
  const std::filesystem::path second = Scene::folder_of(scene_.back_up());
  write_file(second / "manifest.json", "{");
  remove_from("users", 5);
  const ProgramResult result = scene_.back_up();
  EXPECT_THAT(warnings_of(result),
              ElementsAre("Cannot compare with an older backup: ", "Collection has shrunk: users"));
  EXPECT_EQ(line_of(result, "Cannot compare with an older backup").at("path"), second.string());
  EXPECT_EQ(line_of(result, shrunk).at("previousBackup"), first.string());
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Shrinkage, testing::ValuesIn(every_server), NameOfServer());

class ShrinkageAndFailure : public ShrinkageBase {
 protected:
  ProgramResult back_up_with_one_failure() {
    const FailPoint once(server_.uri(), R"({"times": 1})",
                         R"({"failCommands": ["find"], "errorCode": 13, "appName": "shrinking"})");
    const std::string uri = scene_.uri();
    return run_program(scene_.backup_call_to(
        uri + (uri.find('?') == std::string::npos ? "?" : "&") + "appName=shrinking", {"-j", "1"}));
  }
};

TEST_P(ShrinkageAndFailure, AreNotTheSame) {
  scene_.insert_numbered("orders", 10);
  scene_.insert_numbered("users", 100);
  const std::filesystem::path complete = Scene::folder_of(scene_.back_up());

  const ProgramResult partial = back_up_with_one_failure();
  EXPECT_EQ(partial.exit_code, 3);
  EXPECT_TRUE(line_of(partial, gone).is_null()) << "orders is there, and failed";
  EXPECT_TRUE(line_of(partial, emptied).is_null());

  remove_from("users", 5);
  remove_from("orders", 0);
  const ProgramResult result = scene_.back_up();
  EXPECT_THAT(warnings_of(result), ElementsAre("Collection came back empty: orders", "Collection has shrunk: users"));
  EXPECT_EQ(line_of(result, shrunk).at("previousBackup"), complete.string()) << "a partial backup is no measure";
}

INSTANTIATE_TEST_SUITE_P(FullServers, ShrinkageAndFailure, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
