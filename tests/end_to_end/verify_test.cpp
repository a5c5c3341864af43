// `mongokeep verify` by its exit codes and what it prints: damage of one of each kind, and a live database beside it.
// tests/verify has them by the thousands.

#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/tcp_proxy.h"

namespace mongokeep::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;
namespace fs = std::filesystem;

class Verify : public testing::TestWithParam<ServerKind> {
 protected:
  Verify() {
    scene_.insert_numbered("orders", 20);
    scene_.insert_numbered("users", 5);
    folder_ = Scene::folder_of(scene_.back_up());
  }
  ProgramResult verify(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {folder_.filename().string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return scene_.call("verify", arguments);
  }
  /// The damage is found, exit 4, and named at this place; what has been changed is put right by `undo`.
  template <typename Undo>
  void expect_damage(const std::string& place, Undo undo) const {
    const ProgramResult result = verify();
    EXPECT_EQ(result.exit_code, 4) << place << "\n" << result.output << result.error;
    EXPECT_THAT(result.output, HasSubstr((folder_ / place).string())) << result.error;
    EXPECT_THAT(result.output, HasSubstr("\ndamaged in "));
    EXPECT_EQ(line_of(result, "verifyBackup: Verification completed").at("status"), "damaged");
    undo();
    EXPECT_EQ(verify({"--quiet"}).exit_code, 0);
  }
  void expect_damage_by(const std::string& text, const std::string& file, const std::string& place) const {
    const std::string sound = read_file(folder_ / file);
    write_file(folder_ / file, text);
    expect_damage(place, [&] { write_file(folder_ / file, sound); });
  }

  Scene scene_{shared_server(GetParam())};
  fs::path folder_;
};

TEST_P(Verify, OfASoundBackupSaysSoInALine) {
  const ProgramResult result = verify();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(result.output, MatchesRegex("sound: 2 files, 25 documents, .* KiB, read in .* s\n"));
  EXPECT_EQ(line_of(result, "verifyBackup: Verification started").at("fileCount"), 2);
  const Json done = line_of(result, "verifyBackup: Verification completed");
  EXPECT_EQ(done.at("status"), "sound");
  EXPECT_EQ(done.at("documentCount"), 25);

  const ProgramResult quick = verify({"--quick", "--json"});
  EXPECT_EQ(quick.exit_code, 0);
  EXPECT_EQ(Json::parse(quick.output).at("documentCount"), 0);
  EXPECT_EQ(Json::parse(quick.output).at("readBytes"),
            fs::file_size(folder_ / "orders.json") + fs::file_size(folder_ / "users.json"));

  const ProgramResult quiet = verify({"--quiet"});
  EXPECT_EQ(quiet.exit_code, 0);
  EXPECT_EQ(quiet.output + quiet.error, "");
  EXPECT_EQ(scene_.call("verify", {"latest"}).exit_code, 0);
}

TEST_P(Verify, FindsDamageOfEachKind) {
  const std::string users = read_file(folder_ / "users.json");
  const std::string orders = read_file(folder_ / "orders.json");
  const std::string manifest = read_file(folder_ / "manifest.json");
  std::string text = users;
  text[text.find("\"2\"") + 1] ^= 0x40;
  expect_damage_by(text, "users.json", "users.json:4:");
  text = users;
  text[text.find("xxx")] ^= 1;
  expect_damage_by(text, "users.json", "users.json: ");
  expect_damage_by(users.substr(0, users.size() / 2), "users.json", "users.json:");
  expect_damage_by(users.substr(0, users.size() - 1), "users.json", "users.json: ");
  expect_damage_by(users + "\n", "users.json", "users.json: ");
  expect_damage_by("", "users.json", "users.json:1:1: the file is empty");
  expect_damage_by(orders, "users.json", "users.json: ");
  std::vector<std::string> lines = lines_of(users);
  std::swap(lines[2], lines[3]);
  text.clear();
  for (const std::string& line : lines) text += line + "\n";
  expect_damage_by(text, "users.json", "users.json:4:1: its _id sorts before");
  lines.erase(lines.begin() + 2);
  text.clear();
  for (const std::string& line : lines) text += line + "\n";
  expect_damage_by(text, "users.json", "users.json: ");
  text = manifest;
  text.replace(text.find("\"documents\": 5"), 14, "\"documents\": 6");
  expect_damage_by(text, "manifest.json", "manifest.json: ");

  fs::rename(folder_ / "users.json", folder_.parent_path() / "aside");
  expect_damage("users.json: it does not exist", [&] {
    fs::create_symlink("../aside", folder_ / "users.json");
    fs::remove(folder_ / "users.json");
    fs::rename(folder_.parent_path() / "aside", folder_ / "users.json");
  });
  fs::rename(folder_ / "users.json", folder_.parent_path() / "aside");
  fs::create_symlink("../aside", folder_ / "users.json");
  expect_damage("users.json: it is not a regular file",
                [&] { fs::rename(folder_.parent_path() / "aside", folder_ / "users.json"); });
  write_file(folder_ / "more.json", "[]\n");
  expect_damage("more.json: the manifest does not name this file", [&] { fs::remove(folder_ / "more.json"); });
}

TEST_P(Verify, PrintsDamageAsJson) {
  write_file(folder_ / "users.json", "[\n{\"_id\":\n]\n");
  const ProgramResult result = verify({"--json"});
  EXPECT_EQ(result.exit_code, 4);
  const Json json = Json::parse(result.output);
  EXPECT_EQ(json.at("status"), "damaged");
  EXPECT_EQ(json.at("damages").at(0).at("filePath"), (folder_ / "users.json").string());
  EXPECT_EQ(json.at("damages").at(0).at("line"), 2);
  EXPECT_EQ(json.at("damages").at(0).at("collectionName"), scene_.database() + ".users");
}

TEST_P(Verify, ComparesWithALiveDatabase) {
  const ProgramResult same = verify({"--against", scene_.uri()});
  EXPECT_EQ(same.exit_code, 0) << same.output << same.error;
  EXPECT_THAT(same.output, EndsWith("same: 2 collections match the database\n"));

  scene_.client().insert(scene_.database(), "users", R"({"_id": 77})");
  ProgramCall call;
  call.arguments = {"verify", "latest", "--root", scene_.root().string(), "--json"};
  call.environment["MONGOKEEP_AGAINST"] = scene_.uri();
  call.working_folder = scene_.folder();
  const ProgramResult different = run_program(call);
  EXPECT_EQ(different.exit_code, 3) << different.error;
  const Json comparison = Json::parse(different.output).at("comparison");
  EXPECT_EQ(comparison.at("status"), "different");
  EXPECT_EQ(comparison.at("collections").at(1).at("addedCount"), 1);
  EXPECT_EQ(comparison.at("collections").at(1).at("samples").at(0).at("id"), R"({"$numberInt":"77"})");
  const ProgramResult text = verify({"--against", scene_.uri()});
  EXPECT_THAT(text.output,
              HasSubstr(".users: 0 missing, 1 added, 0 changed, 5 the same\n  added {\"$numberInt\":\"77\"}\n"));
}

TEST_P(Verify, WithoutAServerToCompareWithStillSaysWhatItFound) {
  const ProgramResult result = verify({"--against", "mongodb://u:s3cret@127.0.0.1:1/x?serverSelectionTimeoutMS=200"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.output, StartsWith("sound: "));
  EXPECT_THAT(result.error, Not(HasSubstr("s3cret")));
}

TEST_P(Verify, EndsWhenItIsAskedTo) {
  scene_.insert_numbered("big", 5000);
  Scene::folder_of(scene_.back_up());
  TcpProxy proxy(shared_server(GetParam()).port());
  proxy.pause_after(200000);
  ProgramCall call;
  call.arguments = {"verify", "latest", "--root", scene_.root().string()};
  call.environment["MONGOKEEP_AGAINST"] = shared_server(GetParam()).uri_through(proxy.port(), scene_.database());
  call.working_folder = scene_.folder();
  RunningProgram running(call);
  proxy.await_pause();
  running.send_signal(SIGINT);
  running.await_output("Stopping");
  proxy.resume();
  const ProgramResult result = running.wait();
  EXPECT_EQ(result.exit_code, 130) << result.error;
  EXPECT_THAT(result.output, StartsWith("sound: ")) << "what was found before";
}

TEST_P(Verify, NeedsAnExistingBackup) {
  EXPECT_EQ(scene_.call("verify").exit_code, 2);
  EXPECT_EQ(scene_.call("verify", {"1st_Jan_1999"}).exit_code, 2);
  EXPECT_EQ(scene_.call("verify", {"/nowhere/1st_Jan_1999"}).exit_code, 2);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Verify, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
