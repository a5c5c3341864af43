// Roots on file systems, and under limits, that are not the usual ones.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class OddDisk : public testing::TestWithParam<ServerKind> {
 protected:
  OddDisk() { scene_.insert_numbered("users", 10); }

  Scene scene_{shared_server(GetParam())};
};

TEST_P(OddDisk, ThatKeepsNoModesIsTakenWithOneWarning) {
  ProgramCall call = scene_.backup_call({"--fileMode", "0640"});
  call.file_modes = ChildSettings::FileModes::refused;
  const ProgramResult result = run_program(call);
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const Json warning = line_of(result, "The file system of the root is limited");
  EXPECT_THAT(warning.at("limits").get<std::string>(), HasSubstr("does not store file modes"));
  EXPECT_EQ(scene_.call("verify", {"latest"}).exit_code, 0);
}

TEST_P(OddDisk, LetsOthersReadWhereItIsToldWhateverTheUmask) {
  for (const char* mode : {"0640", "0644", "0600"}) {
    ProgramCall call = scene_.backup_call({"--fileMode", mode});
    call.umask = 077;
    const ProgramResult result = run_program(call);
    ASSERT_EQ(result.exit_code, 0) << result.error;
    const std::filesystem::path folder = Scene::folder_of(result);
    const mode_t wanted = static_cast<mode_t>(std::stoul(mode, nullptr, 8));
    EXPECT_EQ(mode_of(folder / "users.json"), wanted);
    EXPECT_EQ(mode_of(folder / "manifest.json"), wanted);
    EXPECT_EQ(mode_of(folder), wanted | 0700U | (wanted & 0044U) >> 2U);
  }
  ProgramCall careless = scene_.backup_call();
  careless.umask = 0;
  const std::filesystem::path folder = Scene::folder_of(run_program(careless));
  EXPECT_EQ(mode_of(folder), 0700U);
  EXPECT_EQ(mode_of(folder / "users.json"), 0600U);
}

TEST_P(OddDisk, MakesItsRootForTheGroupToo) {
  ASSERT_EQ(scene_.back_up({"--fileMode", "0640"}).exit_code, 0);
  EXPECT_EQ(mode_of(scene_.root()), 0750U);
  EXPECT_EQ(scene_.back_up({"--fileMode", "0666"}).exit_code, 2);
}

INSTANTIATE_TEST_SUITE_P(FullServers, OddDisk, testing::Values(ServerKind::secantus_wheel), NameOfServer());

/// A server of the test's own, with many databases.
class ManyDatabases : public testing::TestWithParam<ServerKind> {};

TEST_P(ManyDatabases, TakeNoMoreDescriptorsThanFew) {
  Server server(GetParam());
  const Scene scene(server);
  MongoClient client(server.uri());
  constexpr int databases = 150;
  for (int number = 0; number < databases; ++number)
    client.insert("d" + std::to_string(number), "users", R"({"_id": 1})");
  ProgramCall call = scene.backup_call_to(server.uri(), {"--allDatabases"});
  call.descriptor_limit = 64;
  const ProgramResult result = run_program(call);
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(manifest_of(Scene::folder_of(result)).at("collections"), SizeIs(testing::Ge(std::size_t{databases})));
  for (const std::string& name : scene.names_in_root()) EXPECT_THAT(name, testing::Not(testing::EndsWith(".partial")));
  ProgramCall check = scene.backup_call();
  check.arguments = {"verify", "latest", "--root", scene.root().string()};
  check.descriptor_limit = 64;
  EXPECT_EQ(run_program(check).exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(Rust, ManyDatabases, testing::Values(ServerKind::secantus_rust), NameOfServer());

/// Folders as other tools leave them.
class OtherFolders : public testing::TestWithParam<ServerKind> {
 protected:
  void put(const std::string& file, const std::string& text) {
    const std::filesystem::path folder = scene_.root() / "20th_Feb_2024";
    std::filesystem::create_directories(folder);
    write_file(folder / file, text);
  }
  Json restored(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"20th_Feb_2024", "--uri", scene_.uri(), "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramResult result = scene_.call("restore", arguments);
    exit_code_ = result.exit_code;
    return Json::parse(result.output).at("collections").at(0);
  }

  Scene scene_{shared_server(GetParam())};
  std::optional<int> exit_code_;
};

TEST_P(OtherFolders, HaveOneDocumentALineAsMongoexportWritesThem) {
  put("users.json", "{\"_id\":{\"$oid\":\"65d3f1c09f1b2a0012ab34cd\"},\"n\":1}\n{\"_id\":2}\n{\"_id\":3}\n");
  const Json users = restored();
  EXPECT_EQ(exit_code_, 0);
  EXPECT_EQ(users.at("documentCount"), 3);
  EXPECT_EQ(users.at("insertedCount"), 3);
  EXPECT_EQ(scene_.client().count(scene_.database(), "users"), 3U);
  EXPECT_EQ(scene_.call("verify", {"20th_Feb_2024"}).exit_code, 0);
}

TEST_P(OtherFolders, AreCountedToTheLastLineWhateverIsWrongWithThem) {
  put("users.json", "{\"_id\":1}\n\"_id\":2}\nx\n{\"_id\":4,}\n{\"_id\":5}\n");
  const Json users = restored();
  EXPECT_EQ(exit_code_, 3);
  EXPECT_EQ(users.at("documentCount"), 5);
  EXPECT_EQ(users.at("insertedCount"), 2);
  EXPECT_EQ(users.at("failedCount"), 3);
}

TEST_P(OtherFolders, HaveEmptyFilesOfEmptyCollections) {
  put("users.json", "");
  const Json users = restored();
  EXPECT_EQ(exit_code_, 0);
  EXPECT_EQ(users.at("documentCount"), 0);
  EXPECT_EQ(scene_.call("verify", {"20th_Feb_2024"}).exit_code, 0);
}

TEST_P(OtherFolders, AreNotSoundWhereOneFileCannotBeRead) {
  put("users.json", "[{\"_id\":1}]");
  put("orders.json.gz", "\x1f\x8b");
  const ProgramResult result = scene_.call("verify", {"20th_Feb_2024"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.output, HasSubstr("orders.json.gz"));
}

TEST_P(OtherFolders, WithACommaTooManyLoseNoDocument) {
  put("users.json", "[\n{\"_id\":1},\n,\n{\"_id\":2},\n]\n");
  const Json users = restored();
  EXPECT_EQ(exit_code_, 3) << "something is wrong with the file all the same";
  EXPECT_EQ(users.at("documentCount"), 2);
  EXPECT_EQ(users.at("insertedCount"), 2);
  EXPECT_EQ(users.at("failedCount"), 0);
  EXPECT_THAT(scene_.call("restore", {"20th_Feb_2024", "--uri", scene_.uri_to(fresh_database())}).output,
              testing::Not(HasSubstr("more documents")));
}

TEST_P(OtherFolders, OfWhichNothingCanBeReadAreNotSound) {
  put("users.json.gz", "\x1f\x8b");
  const ProgramResult result = scene_.call("verify", {"20th_Feb_2024"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.output, HasSubstr("unpack it first"));
}

INSTANTIATE_TEST_SUITE_P(Rust, OtherFolders, testing::Values(ServerKind::secantus_rust), NameOfServer());

/// Without us: what the documentation says to do, by a shell.
class WayOut : public testing::TestWithParam<ServerKind> {};

TEST_P(WayOut, OfDocumentsStoredAsTheirBytesNeedsJqAlone) {
  Scene scene(shared_server(GetParam()));
  // {"_id": 1, "$oid": "x"}: a key that a reader would take for a type.
  Bytes odd = {0x1C, 0,   0,   0,   0x10, '_', 'i', 'd', 0, 1, 0,   0, 0, 0x02,
               '$',  'd', 'a', 't', 'e',  0,   2,   0,   0, 0, 'x', 0, 0};
  odd[0] = static_cast<std::uint8_t>(odd.size());
  scene.client().insert(scene.database(), "odd", {odd});
  scene.client().insert(scene.database(), "odd", R"({"_id": 2})");
  const ProgramResult result = scene.back_up();
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const std::filesystem::path folder = Scene::folder_of(result);
  EXPECT_EQ(record_of(folder, "odd").at("enveloped"), 1);
  EXPECT_THAT(scene.call("show", {"latest"}).output, HasSubstr("1 as bytes"));
  const std::string command =
      "cd " + folder.string() +
      R"( && jq -r '.[] | select(has("$bson")) | .["$bson"]["$binary"].base64' odd.json | base64 -d > odd.bson)"
      R"( && sed -n 's/^\({.*}\),\{0,1\}$/\1/p' odd.json | grep -v '"$bson":' > rest.json)";
  ASSERT_EQ(std::system(command.c_str()), 0);
  const std::string bytes = read_file(folder / "odd.bson");
  EXPECT_EQ(Bytes(bytes.begin(), bytes.end()), odd);
  EXPECT_EQ(read_file(folder / "rest.json"), "{\"_id\":{\"$numberInt\":\"2\"}}\n");
}

INSTANTIATE_TEST_SUITE_P(Rust, WayOut, testing::Values(ServerKind::secantus_rust), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
