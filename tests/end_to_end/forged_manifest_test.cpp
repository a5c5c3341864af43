// A plain manifest can be written by anybody. What no backup contains is not restored, wherever the manifest says.

#include <gmock/gmock.h>

#include <functional>

#include "archive/manifest.h"
#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/wire_tap.h"

namespace mongokeep::test {
namespace {

using archive::CollectionRecord;
using archive::Manifest;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using namespace std::string_literals;

class ForgedManifest : public testing::TestWithParam<ServerKind> {
 protected:
  ForgedManifest() {
    scene_.insert_numbered("users", 2);
    folder_ = Scene::folder_of(scene_.back_up());
    original_ = archive::parse_manifest(read_file(folder_ / "manifest.json"), "manifest.json");
    scene_.client().drop_database(scene_.database());
  }

  void forge(const std::function<void(CollectionRecord&)>& change, Manifest manifest) {
    change(manifest.collections.at(0));
    write_file(folder_ / "manifest.json", archive::to_text(manifest));
  }
  void expect_refused(const std::string& what, const std::string& why) {
    const std::string server = scene_.uri_to("");
    for (const std::vector<std::string>& more :
         std::vector<std::vector<std::string>>{{}, {"--drop", "--yes"}, {"--dryRun"}}) {
      std::vector<std::string> words = {folder_.string(), "--uri", server};
      words.insert(words.end(), more.begin(), more.end());
      const ProgramResult result = scene_.call("restore", words);
      EXPECT_EQ(result.exit_code, 4) << what << "\n" << result.error;
      EXPECT_THAT(result.error, HasSubstr(why)) << what;
    }
    const ProgramResult drill = scene_.call("verify", {folder_.string(), "--drill", "--uri", server});
    EXPECT_EQ(drill.exit_code, 4) << what << "\n" << drill.error;
    const ProgramResult check = scene_.call("verify", {folder_.string(), "--quick"});
    EXPECT_EQ(check.exit_code, 4) << what;
    EXPECT_THAT(check.output + check.error, HasSubstr(why)) << what;
    EXPECT_THAT(scene_.client().collection_names(scene_.database()), IsEmpty()) << what;
  }

  Scene scene_{shared_server(GetParam())};
  std::filesystem::path folder_;
  Manifest original_;
};

TEST_P(ForgedManifest, ReachesNothingOfTheServersOwn) {
  scene_.client().insert("admin", "mine", R"({"_id": 1})");
  for (const auto& [database, name] :
       std::vector<std::pair<std::string, std::string>>{{"admin", "system.users"},
                                                        {"admin", "system.version"},
                                                        {"local", "users"},
                                                        {"config", "users"},
                                                        {scene_.database(), "system.views"},
                                                        {scene_.database(), "system.profile"}}) {
    const auto rename = [&, in = database, to = name](CollectionRecord& record) {
      record.name = to;
      if (!record.database.empty()) record.database = in;
    };
    Manifest of_one = original_;
    of_one.database = database;
    forge(rename, of_one);
    expect_refused(database + "." + name, "the server's own");
    Manifest of_all = original_;
    of_all.database.clear();
    for (CollectionRecord& record : of_all.collections) record.database = database;
    forge(rename, of_all);
    expect_refused(database + "." + name + " of all databases", "the server's own");
    EXPECT_THAT(scene_.client().collection_names("admin"), Not(Contains(name == "users" ? "users" : "none")));
  }
  for (const char* database : {"local", "config"}) {
    EXPECT_THAT(scene_.client().collection_names(database), Not(Contains("users"))) << database;
  }
  scene_.client().drop_collection("admin", "mine");
}

TEST_P(ForgedManifest, ReachesNoNameThatMongoDBDoesNotAllow) {
  for (const std::string& name : {"$cmd"s, "users.$cmd"s, ""s, ".users"s, "us\0ers"s, std::string(1100, 'u')}) {
    forge([&](CollectionRecord& record) { record.name = name; }, original_);
    expect_refused(name, "name");
  }
  for (const std::string& database :
       {"a/b"s, "a\\b"s, "a.b"s, "a\"b"s, "a$b"s, "a b"s, "a\0b"s, std::string(64, 'd')}) {
    Manifest elsewhere = original_;
    elsewhere.database = database;
    forge([](CollectionRecord&) {}, elsewhere);
    expect_refused(database, "name");
  }
}

TEST_P(ForgedManifest, HasNoDefinitionThatReachesElsewhere) {
  forge(
      [](CollectionRecord& record) {
        record = {"", "users", "view", "", 0, 0, 0, "", R"({"viewOn":"a","pipeline":[{"$out":"b"}]})", "[]", ""};
      },
      original_);
  expect_refused("a view that writes", "whose pipeline writes");
  for (const char* options : {R"({"viewOn":"a","pipeline":[]})", R"({"$db":"admin"})", R"({"writeConcern":{}})",
                              R"({"timeseries":{"timeField":"at"}})", R"({"encryptedFields":{"escCollection":"a"}})"}) {
    forge([&](CollectionRecord& record) { record.options = options; }, original_);
    expect_refused(options, "its ");
  }
}

TEST_P(ForgedManifest, DropsNothingWhereItContradictsItself) {
  scene_.client().insert(scene_.database(), "users", R"({"_id": "newer"})");
  const auto with = [&](const std::function<void(Manifest&)>& change) {
    Manifest forged = original_;
    change(forged);
    return forged;
  };
  const std::vector<Manifest> forgeries = {
      with([](Manifest& forged) { forged.collections.at(0).type = "queue"; }),
      with([](Manifest& forged) { forged.collections.push_back(forged.collections.at(0)); }),
      with([](Manifest& forged) {
        forged.collections.push_back(forged.collections.at(0));
        forged.collections.back().name = "orders";
      }),
      with([](Manifest& forged) { forged.database.clear(); }),
      with([](Manifest& forged) { forged.collections.at(0).enveloped = 3; }),
      with([](Manifest& forged) { forged.collections.at(0).exists = false; }),
      with([](Manifest& forged) { forged.text_format = "bson"; }),
      with([](Manifest& forged) { forged.status = archive::Status::partial; }),
      with([](Manifest& forged) { forged.collections.at(0).error = "refused"; })};
  for (const Manifest& forged : forgeries) {
    forge([](CollectionRecord&) {}, forged);
    EXPECT_EQ(scene_.call("verify", {folder_.string(), "--quick"}).exit_code, 4);
    for (const char* database : {"", "elsewhere"}) {
      std::vector<std::string> words = {folder_.string(), "--uri", scene_.uri_to(""), "--drop", "--yes"};
      if (*database != '\0') words.insert(words.end(), {"--db", database});
      const ProgramResult result = scene_.call("restore", words);
      EXPECT_EQ(result.exit_code, 4) << archive::to_text(forged) << result.error;
      EXPECT_THAT(result.error, HasSubstr("Nothing was changed"));
    }
    EXPECT_EQ(scene_.client().count(scene_.database(), "users"), 1U) << archive::to_text(forged);
  }
}

TEST_P(ForgedManifest, IsGoneByWhereThatIsAcceptedAndSafe) {
  const auto restore_accepting = [&](const std::function<void(Manifest&)>& change) {
    Manifest forged = original_;
    change(forged);
    forge([](CollectionRecord&) {}, forged);
    return scene_.call("restore", {folder_.string(), "--uri", scene_.uri_to(""), "--drop", "--yes", "--acceptChanged"});
  };
  EXPECT_EQ(restore_accepting([](Manifest& forged) { forged.status = archive::Status::partial; }).exit_code, 0);
  EXPECT_EQ(scene_.client().count(scene_.database(), "users"), 2U);
  const ProgramResult unsafe = restore_accepting([](Manifest& forged) { forged.database = "local"; });
  EXPECT_EQ(unsafe.exit_code, 4) << unsafe.error;
  const ProgramResult twice =
      restore_accepting([](Manifest& forged) { forged.collections.push_back(forged.collections.at(0)); });
  EXPECT_EQ(twice.exit_code, 2) << twice.error;
  EXPECT_EQ(scene_.client().count(scene_.database(), "users"), 2U) << "nothing was dropped";
}

TEST_P(ForgedManifest, IsNotMendedByAnotherTarget) {
  for (const std::string& database : {"local"s, "../x"s}) {
    Manifest elsewhere = original_;
    elsewhere.database = database;
    forge([](CollectionRecord&) {}, elsewhere);
    const ProgramResult result =
        scene_.call("restore", {folder_.string(), "--uri", scene_.uri_to(""), "--db", scene_.database()});
    EXPECT_EQ(result.exit_code, 4) << database << result.error;
    EXPECT_THAT(scene_.client().collection_names(scene_.database()), IsEmpty()) << database;
  }
}

TEST_P(ForgedManifest, IsReadFromAFileOnly) {
  const std::filesystem::path manifest = folder_ / "manifest.json";
  std::filesystem::rename(manifest, scene_.root() / "elsewhere");
  const auto expect_damaged = [&](const std::string& why) {
    for (const std::vector<std::string>& call :
         std::vector<std::vector<std::string>>{{"restore", folder_.string(), "--uri", scene_.uri_to("")},
                                               {"cat", folder_.string(), "users"},
                                               {"verify", folder_.string()}}) {
      const ProgramResult result = scene_.call(call.front(), {call.begin() + 1, call.end()});
      EXPECT_EQ(result.exit_code, 4) << call.front() << result.error;
      EXPECT_THAT(result.output + result.error, HasSubstr(why)) << call.front();
    }
    EXPECT_THAT(scene_.call("list", {}).output, HasSubstr(why));
  };
  std::filesystem::create_symlink(scene_.root() / "elsewhere", manifest);
  expect_damaged("is a symbolic link");
  std::filesystem::remove(manifest);
  std::filesystem::create_directory(manifest);
  expect_damaged("is not a regular file");
}

TEST_P(ForgedManifest, IsNoReasonToRestoreThereOnPurpose) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--db", "local"},
                                             {"--db", "config"},
                                             {"--db", "a.b"},
                                             {"--nsFrom", scene_.database() + ".*", "--nsTo", "local.*"},
                                             {"--nsFrom", scene_.database() + ".users", "--nsTo", "admin.system.users"},
                                             {"--nsFrom", scene_.database() + ".users", "--nsTo", "shop..users"}}) {
    std::vector<std::string> call = {folder_.string(), "--uri", scene_.uri_to("")};
    call.insert(call.end(), words.begin(), words.end());
    const ProgramResult result = scene_.call("restore", call);
    EXPECT_EQ(result.exit_code, 2) << words.back() << "\n" << result.error;
    EXPECT_THAT(result.error, HasSubstr("Nothing was changed")) << words.back();
  }
  for (const char* scratch : {"admin", "local", "a.b"}) {
    const ProgramResult drill =
        scene_.call("verify", {folder_.string(), "--drill", "--uri", scene_.uri_to(""), "--drillDatabase", scratch});
    EXPECT_EQ(drill.exit_code, 2) << scratch << "\n" << drill.error;
  }
}

TEST_P(ForgedManifest, OrAFileOfAnOlderSystemDoesNotEither) {
  const std::filesystem::path folder = scene_.root() / "1st_Feb_2020";
  std::filesystem::create_directory(folder);
  write_file(folder / "system.views.json", "[]");
  write_file(folder / "users.json", "[\n{\"_id\":1}\n]\n");
  const auto restore = [&](const std::vector<std::string>& more) {
    std::vector<std::string> call = {folder.string(), "--uri", scene_.uri()};
    call.insert(call.end(), more.begin(), more.end());
    return scene_.call("restore", call);
  };
  const ProgramResult refused = restore({});
  EXPECT_EQ(refused.exit_code, 2) << refused.error;
  EXPECT_THAT(refused.error, HasSubstr("--excludeCollection system.views"));
  EXPECT_THAT(scene_.client().collection_names(scene_.database()), IsEmpty());
  EXPECT_EQ(restore({"--excludeCollection", "system.views"}).exit_code, 0);
  EXPECT_THAT(scene_.client().collection_names(scene_.database()), Contains("users"));
}

TEST_P(ForgedManifest, BackupsContainNothingThatARestoreRefuses) {
  for (const char* database : {"local", "config"}) {
    const ProgramResult refused = run_program(scene_.backup_call_to(scene_.uri_to(""), {"--db", database}));
    EXPECT_EQ(refused.exit_code, 2) << refused.error;
    EXPECT_THAT(refused.error, HasSubstr("it is the server's own"));
  }
}

INSTANTIATE_TEST_SUITE_P(FullServers, ForgedManifest, testing::ValuesIn(full_servers), NameOfServer());

/// A server that lets a collection have a name which MongoDB does not allow.
class MisnamedCollection : public testing::TestWithParam<ServerKind> {};

TEST_P(MisnamedCollection, FailsByItself) {
  Server& server = shared_server(GetParam());
  Scene scene(server);
  scene.insert_numbered("users", 2);
  scene.insert_numbered("us_ers", 2);
  WireTap tap(server.port(), nullptr, [](const std::string& command, std::string answer) -> std::optional<std::string> {
    const std::size_t at = answer.find("us_ers");
    if (!command.starts_with("{ \"listCollections\"") || at == std::string::npos) return std::nullopt;
    return answer.replace(at, 6, "us$ers");
  });
  const auto back_up = [&](const std::vector<std::string>& more) {
    return run_program(scene.backup_call_to(server.uri_through(tap.port(), scene.database()), more));
  };
  const ProgramResult result = back_up({});
  EXPECT_EQ(result.exit_code, 3) << result.error;
  EXPECT_THAT(result.error, HasSubstr("its name contains `$`"));
  EXPECT_EQ(scene.call("verify", {"latest"}).exit_code, 2) << "there is no complete one";
  EXPECT_EQ(scene.call("verify", {Scene::folder_of(result).string()}).exit_code, 0);
  EXPECT_EQ(back_up({"--excludeCollection", "us$ers"}).exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(TheWheel, MisnamedCollection, testing::Values(ServerKind::secantus_wheel), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
