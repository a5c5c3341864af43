// What is copied, by name, pattern, model and database.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Selection : public testing::TestWithParam<ServerKind> {
 protected:
  Selection() {
    for (const char* name : {"users", "orders", "orders_old", "people"}) scene_.insert_numbered(name, 1);
  }

  std::vector<std::string> files_of(const std::vector<std::string>& more) const {
    const ProgramResult result = scene_.back_up(more);
    EXPECT_EQ(result.exit_code, 0) << result.error;
    std::vector<std::string> files = names_in(Scene::folder_of(result));
    std::erase(files, "manifest.json");
    return files;
  }

  Scene scene_{shared_server(GetParam())};
};

TEST_P(Selection, TakesCollectionsByName) {
  EXPECT_THAT(files_of({"-c", "users", "--collection", "orders"}), ElementsAre("orders.json", "users.json"));
  EXPECT_THAT(files_of({"--excludeCollection", "users"}), ElementsAre("orders.json", "orders_old.json", "people.json"));
}

TEST_P(Selection, TakesNamespacesByPattern) {
  EXPECT_THAT(files_of({"--nsInclude", "*.orders*"}), ElementsAre("orders.json", "orders_old.json"));
  EXPECT_THAT(files_of({"--nsExclude", "*_old", "--nsExclude", scene_.database() + ".people"}),
              ElementsAre("orders.json", "users.json"));
  EXPECT_THAT(files_of({"--nsInclude", "*.orders*", "--nsExclude", "*_old"}), ElementsAre("orders.json"));
}

TEST_P(Selection, TakesModelsAndStoresAnEmptyArrayForOneWithoutCollection) {
  EXPECT_THAT(files_of({"--model", "User", "--model", "Person", "--model", "Invoice", "--model", "Old=orders_old"}),
              ElementsAre("invoices.json", "orders_old.json", "people.json", "users.json"));
  const ProgramResult result = scene_.back_up({"--model", "Invoice"});
  EXPECT_EQ(read_file(Scene::folder_of(result) / "invoices.json"), "[]\n");
  EXPECT_EQ(line_of(result, "The collection of a registered model does not exist; storing an empty array for it")
                .at("modelName"),
            "Invoice");
}

TEST_P(Selection, RefusesModelsOfADatabaseThatIsNotThere) {
  Server& server = shared_server(GetParam());
  const ProgramResult result = run_program(scene_.backup_call_to(server.uri(fresh_database()), {"--model", "User"}));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.error, HasSubstr("it has no collections"));
  EXPECT_TRUE(scene_.names_in_root().empty());
}

TEST_P(Selection, RefusesACollectionThatIsNotThere) {
  const ProgramResult result = scene_.back_up({"-c", "userz"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.error, HasSubstr("has no such collection"));
  EXPECT_THAT(result.error, HasSubstr("orders, orders_old, people, users"));
  EXPECT_TRUE(scene_.names_in_root().empty());
}

TEST_P(Selection, RefusesToChooseNothing) {
  const ProgramResult result = scene_.back_up({"--nsInclude", "elsewhere.*"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.error, HasSubstr("leave out every collection"));
  EXPECT_TRUE(scene_.names_in_root().empty());
}

TEST_P(Selection, WarnsOfWordsThatFitNothing) {
  const ProgramResult result = scene_.back_up(
      {"--nsInclude", "*.users", "--nsInclude", "*.ordrs", "--nsExclude", "shp.*", "--excludeCollection", "usres"});
  EXPECT_EQ(result.exit_code, 0);
  std::vector<std::string> words;
  for (const Json& line : log_of(result)) {
    if (line.at("message") == "A setting matches no collection") words.push_back(line.at("value"));
  }
  EXPECT_THAT(words, ElementsAre("*.ordrs", "shp.*", "usres"));
  EXPECT_EQ(scene_.back_up({"--nsInclude", "users"}).exit_code, 2) << "a pattern without a database";
}

TEST_P(Selection, RefusesTwoDatabases) {
  const ProgramResult result = scene_.back_up({"--db", "another"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.error, HasSubstr(scene_.database()));
  EXPECT_THAT(result.error, HasSubstr("another"));
  EXPECT_TRUE(scene_.names_in_root().empty());
}

TEST_P(Selection, TakesTheDatabaseFromEitherPlaceAndRefusesNone) {
  Server& server = shared_server(GetParam());
  EXPECT_EQ(run_program(scene_.backup_call_to(server.uri(), {"--db", scene_.database()})).exit_code, 0);
  EXPECT_EQ(run_program(scene_.backup_call({"--db", scene_.database()})).exit_code, 0);
  const ProgramResult none = run_program(scene_.backup_call_to(server.uri()));
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.error, HasSubstr("--allDatabases"));
}

TEST_P(Selection, TakesAllDatabasesEachIntoItsFolder) {
  const std::string other = fresh_database();
  scene_.client().insert(other, "users", R"({"_id": 1})");
  const ProgramResult result = run_program(scene_.backup_call_to(shared_server(GetParam()).uri(), {"--allDatabases"}));
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const std::filesystem::path folder = Scene::folder_of(result);
  EXPECT_EQ(documents_in(folder / other / "users.json").size(), 1U);
  EXPECT_EQ(mode_of(folder / other), 0700U);
  EXPECT_THAT(names_in(folder / scene_.database()),
              ElementsAre("orders.json", "orders_old.json", "people.json", "users.json"));
  EXPECT_EQ(run_program(scene_.backup_call_to(shared_server(GetParam()).uri(),
                                              {"--allDatabases", "--nsInclude", "elsewhere.*"}))
                .exit_code,
            2);
  EXPECT_FALSE(std::filesystem::exists(folder / "local"));
  EXPECT_FALSE(std::filesystem::exists(folder / "config"));
  const Json manifest = manifest_of(folder);
  EXPECT_FALSE(manifest.contains("database"));
  for (const Json& record : manifest.at("collections")) {
    if (!record.contains("file")) continue;
    const std::string database = record.at("database");
    EXPECT_TRUE(record.at("file").get<std::string>().starts_with(database + "/"));
  }
}

TEST_P(Selection, KeepsStrangeNamesApart) {
  for (const char* name : {"a/b", "con", "%2F", "users.json", "manifest", "Users", "a b", "ä"}) {
    scene_.client().insert(scene_.database(), name, R"({"_id": 1})");
  }
  std::string emoji;
  for (int i = 0; i < 50; ++i) emoji += "😀";
  scene_.client().insert(scene_.database(), emoji, R"({"_id": 1})");

  const ProgramResult result = scene_.back_up();
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const std::filesystem::path folder = Scene::folder_of(result);
  EXPECT_THAT(names_in(folder),
              ElementsAre("%252F.json", "%55sers.json", "%63on.json", "%6Danifest.json", "a b.json", "a%2Fb.json",
                          "manifest.json", "orders.json", "orders_old.json", "people.json", "users%2Ejson.json",
                          "users.json", "ä.json", emoji + ".json"));
  EXPECT_EQ(record_of(folder, "a/b").at("file"), "a%2Fb.json");
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Selection, testing::ValuesIn(every_server), NameOfServer());

/// Servers that allow a namespace of more than 255 bytes.
class LongNames : public testing::TestWithParam<ServerKind> {};

TEST_P(LongNames, AreCutAndTheManifestHasTheTrueOne) {
  Scene scene(shared_server(GetParam()));
  std::string emoji;
  for (int i = 0; i < 200; ++i) emoji += "😀";
  scene.client().insert(scene.database(), emoji, R"({"_id": 1})");
  const ProgramResult result = scene.back_up();
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const Json record = record_of(Scene::folder_of(result), emoji);
  EXPECT_LT(record.at("file").get<std::string>().size(), 255U);
  EXPECT_EQ(documents_in(Scene::folder_of(result) / record.at("file").get<std::string>()).size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(LenientServer, LongNames, testing::Values(ServerKind::secantus_wheel, ServerKind::ferretdb),
                         NameOfServer());

}  // namespace
}  // namespace mongokeep::test
