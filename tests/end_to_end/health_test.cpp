// `mongokeep health`: whether the newest complete backup is young enough, for a monitor or a container.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;
namespace fs = std::filesystem;

// Backups of no collections, made when the clock showed what is in them.
constexpr const char* of_2024 = R"({
  "formatVersion": 1,
  "tool": "mongokeep 0.1.0",
  "server": "8.2.11",
  "database": "shop",
  "textFormat": "canonical",
  "status": "complete",
  "startedAt": "2024-02-20T01:00:00.000Z",
  "finishedAt": "2024-02-20T01:00:02.000Z",
  "collections": [],
  "xxh3_128": "1ba35d3452ef423fad6d231e26faa756"
}
)";
constexpr const char* of_2200 = R"({
  "formatVersion": 1,
  "tool": "mongokeep 0.1.0",
  "server": "8.2.11",
  "database": "shop",
  "textFormat": "canonical",
  "status": "complete",
  "startedAt": "2200-01-01T01:00:00.000Z",
  "finishedAt": "2200-01-01T01:00:02.000Z",
  "collections": [],
  "xxh3_128": "b60f90288e6bb7973dae58099b5cf2a3"
}
)";

void add_backup(const fs::path& root, const std::string& name, const std::string& manifest) {
  fs::create_directories(root / name);
  write_file(root / name / "manifest.json", manifest);
}

/// The one line of the error, in JSON.
Json error_in(const ProgramResult& result) {
  const std::vector<Json> lines = log_of(result);
  if (lines.size() != 1) {
    ADD_FAILURE() << result.error;
    return {};
  }
  return lines.front();
}

class HealthOfFolders : public testing::Test {
 protected:
  ProgramResult health(const std::vector<std::string>& more = {}) const {
    ProgramCall call;
    call.arguments = {"health", "--root", root_.string()};
    call.arguments.insert(call.arguments.end(), more.begin(), more.end());
    call.working_folder = temp_.path();
    return run_program(call);
  }

  TempDir temp_;
  fs::path root_ = temp_.path() / "backup";
};

TEST_F(HealthOfFolders, IsBadWithoutARoot) {
  const ProgramResult result = health();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(error_in(result).at("error"), "there is no such folder");
  EXPECT_EQ(error_in(result).at("hint"), "Name the folder of the backups with --root");

  const ProgramResult in_json = health({"--json"});
  EXPECT_EQ(in_json.exit_code, 1);
  EXPECT_EQ(Json::parse(in_json.output).at("healthy"), false);
  EXPECT_EQ(Json::parse(in_json.output).at("reason"), "there is no such folder");
  EXPECT_FALSE(fs::exists(root_)) << "it only looks";
}

TEST_F(HealthOfFolders, IsBadWithoutABackup) {
  fs::create_directory(root_);
  const ProgramResult result = health();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(error_in(result).at("kind"), "missing");
  EXPECT_EQ(error_in(result).at("subject"), root_.string());
  EXPECT_EQ(error_in(result).at("error"), "there is no complete backup");
  EXPECT_TRUE(fs::is_empty(root_)) << "it only looks";
}

TEST_F(HealthOfFolders, IsBadWhereTheNewestIsTooOld) {
  add_backup(root_, "20th_Feb_2024", of_2024);
  const ProgramResult result = health();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(
      error_in(result).at("error").get<std::string>(),
      MatchesRegex("the newest complete backup, 20th_Feb_2024, is [0-9]+ days( [0-9]+ h)? old; the limit is 26 h"));
  EXPECT_EQ(health({"--maxAge", "36600d"}).exit_code, 0);

  const ProgramResult in_json = health({"--json", "--maxAge", "2d"});
  EXPECT_EQ(in_json.exit_code, 3);
  const Json json = Json::parse(in_json.output);
  EXPECT_EQ(json.at("healthy"), false);
  EXPECT_EQ(json.at("newestComplete"), "20th_Feb_2024");
  EXPECT_EQ(json.at("backupPath"), (root_ / "20th_Feb_2024").string());
  EXPECT_EQ(json.at("finishedAt"), "2024-02-20T01:00:02.000Z");
  EXPECT_GT(json.at("ageSeconds").get<std::int64_t>(), 86400 * 365);
  EXPECT_EQ(json.at("maxAgeSeconds"), 172800);
  EXPECT_EQ(json.at("reason"), error_in(in_json).at("error"));
}

TEST_F(HealthOfFolders, IsNotThatOfABackupFromTheFuture) {
  add_backup(root_, "1st_Jan_2200", of_2200);
  const ProgramResult alone = health();
  EXPECT_EQ(alone.exit_code, 3);
  EXPECT_EQ(error_in(alone).at("error"),
            "there is no complete backup; not counted, because dated in the future: 1st_Jan_2200");
  add_backup(root_, "20th_Feb_2024", of_2024);
  const ProgramResult result = health();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(error_in(result).at("error").get<std::string>(),
              AllOf(StartsWith("the newest complete backup, 20th_Feb_2024,"),
                    HasSubstr("not counted, because dated in the future: 1st_Jan_2200")));
}

TEST_F(HealthOfFolders, NamesADamagedOneThatCameAfter) {
  add_backup(root_, "20th_Feb_2024", of_2024);
  add_backup(root_, "21st_Feb_2024", "{");
  const ProgramResult result = health();
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(error_in(result).at("error").get<std::string>(), HasSubstr("; 21st_Feb_2024 is damaged: "));
  EXPECT_EQ(error_in(result).at("hint"),
            "See `mongokeep show 21st_Feb_2024 --root " + root_.string() + "` and the log of that run");
}

TEST_F(HealthOfFolders, RefusesAnAgeThatIsNone) {
  const ProgramResult result = health({"--maxAge", "soon"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(error_in(result).at("error"), "\"soon\" is not a duration such as 26h, 90m or 2d");
  EXPECT_EQ(health({"backup"}).exit_code, 2);
}

class Health : public testing::TestWithParam<ServerKind> {
 protected:
  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST_P(Health, IsGoodRightAfterABackup) {
  scene_.insert_numbered("users", 3);
  const fs::path folder = Scene::folder_of(scene_.back_up());
  const ProgramResult result = scene_.call("health");
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(result.output, MatchesRegex("healthy: " + folder.filename().string() + ", complete, [0-9]+ s old\n"));
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(scene_.call("health", {"--quiet"}).output, "");

  const Json json = Json::parse(scene_.call("health", {"--json", "--quiet"}).output);
  EXPECT_EQ(json.at("healthy"), true);
  EXPECT_EQ(json.at("newestComplete"), folder.filename().string());
  EXPECT_EQ(json.at("finishedAt"), manifest_of(folder).at("finishedAt"));
  EXPECT_EQ(json.at("maxAgeSeconds"), 93600);
  EXPECT_TRUE(json.at("reason").is_null());
}

TEST_P(Health, GoesBadWithTime) {
  scene_.insert_numbered("users", 3);
  Scene::folder_of(scene_.back_up());
  const auto deadline = std::chrono::steady_clock::now() + RunningProgram::patience;
  ProgramResult result = scene_.call("health", {"--maxAge", "1s"});
  while (result.exit_code == 0 && std::chrono::steady_clock::now() < deadline) {
    result = scene_.call("health", {"--maxAge", "1s"});
  }
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(error_in(result).at("error").get<std::string>(), HasSubstr("the limit is 1 s"));
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Health, testing::ValuesIn(every_server), NameOfServer());

class HealthOfPartialBackups : public Health {
 protected:
  ProgramResult back_up_partially() {
    const FailPoint once(server_.uri(), R"({"times": 1})",
                         R"({"failCommands": ["find"], "errorCode": 13, "appName": "unhealthy"})");
    const std::string uri = scene_.uri();
    return run_program(scene_.backup_call_to(
        uri + (uri.find('?') == std::string::npos ? "?" : "&") + "appName=unhealthy", {"-j", "1"}));
  }
};

TEST_P(HealthOfPartialBackups, IsThatOfTheCompleteOneBefore) {
  scene_.insert_numbered("orders", 3);
  scene_.insert_numbered("users", 3);
  const ProgramResult partial = back_up_partially();
  ASSERT_EQ(partial.exit_code, 3) << partial.error;
  const std::string name = Scene::folder_of(partial).filename();
  const ProgramResult alone = scene_.call("health");
  EXPECT_EQ(alone.exit_code, 3);
  EXPECT_EQ(error_in(alone).at("error"), "there is no complete backup; " + name + " is partial: orders failed");

  add_backup(scene_.root(), "20th_Feb_2024", of_2024);
  const ProgramResult old = scene_.call("health");
  EXPECT_EQ(old.exit_code, 3);
  EXPECT_THAT(error_in(old).at("error").get<std::string>(),
              AllOf(StartsWith("the newest complete backup, 20th_Feb_2024,"),
                    HasSubstr("; " + name + " is partial: orders failed")));
  EXPECT_EQ(scene_.call("health", {"--maxAge", "36600d"}).exit_code, 0) << "what is complete is young enough";
}

INSTANTIATE_TEST_SUITE_P(FullServers, HealthOfPartialBackups, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
