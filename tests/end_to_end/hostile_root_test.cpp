// Manifests of an enemy beside good backups: every command serves the good ones, and names the others.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <map>

#include "archive/forged_manifest.h"
#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/repeated.h"
#include "support/root_of_folders.h"
#include "support/server_kind.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class HostileNeighbours : public testing::TestWithParam<ServerKind> {
 protected:
  HostileNeighbours() {
    scene_.insert_numbered("users", 20);
    good_ = Scene::folder_of(scene_.back_up());
    const std::string text = read_file(good_ / "manifest.json");
    std::string keys;
    for (int number = 0; number < 300'000; ++number) keys += "\"k" + std::to_string(number) + "\": 0,";
    const std::string deep = repeated(50'000, "[") + repeated(50'000, "]");
    add("1st_Feb_2020", forged_manifest(text, "\"tool\"", "\"x\": " + deep + ",\n  \"tool\""));
    add("2nd_Feb_2020", forged_manifest(text, "\"status\": \"complete\"", keys + "\n  \"status\": \"neither\""));
    add("3rd_Feb_2020", forged_manifest(text, "\"options\": {", "\"options\": {\"a\": " + deep + ", \"b\": 1"));
    add("4th_Feb_2020", repeated(4'000'000, "["));
    add("5th_Feb_2020", forged_manifest(text, "\"documents\": 20", "\"documents\": -20"));
    fs::remove(add("6th_Feb_2020", "") / "manifest.json");
    EXPECT_EQ(::mkfifo((scene_.root() / "6th_Feb_2020" / "manifest.json").c_str(), 0600), 0);
    EXPECT_EQ(::truncate((add("7th_Feb_2020", "") / "manifest.json").c_str(), std::int64_t{1} << 40U), 0);
    for (const std::string& name : bad_) set_modified(scene_.root() / name, old_);
  }

  fs::path add(const std::string& name, const std::string& manifest) {
    bad_.push_back(name);
    fs::copy(good_, scene_.root() / name);
    write_file(scene_.root() / name / "manifest.json", manifest);
    return scene_.root() / name;
  }

  void expect_success(const std::string& command, const std::vector<std::string>& more = {}) const {
    const ProgramResult result = scene_.call(command, more);
    EXPECT_EQ(result.exit_code, 0) << command << "\n" << result.error.substr(0, 2000);
  }

  Scene scene_{shared_server(GetParam())};
  const std::chrono::system_clock::time_point old_ = std::chrono::system_clock::now() - std::chrono::hours(24 * 30);
  fs::path good_;
  std::vector<std::string> bad_;
};

TEST_P(HostileNeighbours, AreNamedAndTheGoodServed) {
  EXPECT_EQ(scene_.back_up().exit_code, 0) << "with all that looks at the older ones";
  std::map<std::string, std::string> states;
  for (const Json& backup : Json::parse(scene_.call("list", {"--json"}).output)) {
    states[backup.at("name")] = backup.at("status");
  }
  EXPECT_EQ(states.size(), bad_.size() + 2);
  for (const auto& [name, state] : states) EXPECT_EQ(state, name.ends_with("2020") ? "damaged" : "complete") << name;
  expect_success("show", {"latest"});
  expect_success("verify", {"latest"});
  expect_success("verify", {good_.string()});
  expect_success("health");
  expect_success("cleanup", {"--dryRun"});
  expect_success("restore", {"latest", "--uri", scene_.uri_to(fresh_database())});
  for (const std::string& name : bad_) {
    EXPECT_EQ(scene_.call("verify", {name}).exit_code, 4) << name;
    EXPECT_EQ(scene_.call("verify", {name, "--quick"}).exit_code, 4) << name;
    EXPECT_EQ(scene_.call("show", {name}).exit_code, 4) << name;
    const ProgramResult refused = scene_.call("restore", {name, "--uri", scene_.uri_to(fresh_database())});
    ASSERT_TRUE(refused.exit_code) << name << " ended by a signal";
    EXPECT_NE(refused.exit_code, 0) << name;
    EXPECT_LT(refused.error.size(), 4000U) << name;
  }
  const ProgramResult cleaned = scene_.call("cleanup", {"--daysToKeep", "7"});
  EXPECT_EQ(cleaned.exit_code, 0) << cleaned.error;
  EXPECT_TRUE(fs::exists(good_));
  EXPECT_EQ(scene_.back_up().exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(OneServer, HostileNeighbours, testing::Values(ServerKind::secantus_rust), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
