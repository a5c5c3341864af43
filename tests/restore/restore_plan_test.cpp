#include "restore/restore_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "mongokeep/error.h"
#include "support/temp_dir.h"

namespace mongokeep::restore {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

archive::CollectionRecord record(const std::string& database, const std::string& name) {
  archive::CollectionRecord made;
  made.database = database;
  made.name = name;
  made.type = "collection";
  made.file = database.empty() ? name + ".json" : database + "/" + name + ".json";
  made.xxh3_128 = std::string(32, 'a');
  made.options = "{}";
  made.indexes = "[]";
  return made;
}

archive::CollectionRecord view(const std::string& name, const std::string& options) {
  archive::CollectionRecord made = record("", name);
  made.type = "view";
  made.file.clear();
  made.options = options;
  return made;
}

/// A folder with a manifest, planned in each test with other settings.
class RestorePlan : public testing::Test {
 protected:
  void store(const std::string& database, std::vector<archive::CollectionRecord> records) {
    archive::Manifest manifest;
    manifest.database = database;
    manifest.text_format = "canonical";
    manifest.collections = std::move(records);
    std::filesystem::create_directory(folder());
    std::ofstream(folder() / "manifest.json") << archive::to_text(manifest);
  }

  std::vector<std::string> plan(const RestoreSettings& settings, const std::string& uri_database = {}) {
    const auto backup = archive::OpenBackup::open(folder());
    Log log([this](const LogEntry& entry) { logged_.push_back(entry.message); }, system_clock());
    std::vector<std::string> lines;
    for (const PlannedCollection& planned : plan_restore(backup, settings, uri_database, log)) {
      lines.push_back(planned.source.text() + " -> " + planned.target.text());
    }
    return lines;
  }

  Error failure(const RestoreSettings& settings, const std::string& uri_database = {}) {
    try {
      plan(settings, uri_database);
    } catch (const Error& error) {
      return error;
    }
    throw std::runtime_error("the plan was made");
  }

  std::filesystem::path folder() const { return temp_.path() / "20th_Feb_2024"; }
  test::TempDir temp_;
  std::vector<std::string> logged_;
};

TEST_F(RestorePlan, PutsABackupBackWhereItCameFrom) {
  store("shop", {record("", "users"), record("", "orders")});
  EXPECT_THAT(plan({}), ElementsAre("shop.users -> shop.users", "shop.orders -> shop.orders"));
}

TEST_F(RestorePlan, GoesWhereTheSettingsOrTheConnectionStringSay) {
  store("shop", {record("", "users")});
  RestoreSettings elsewhere;
  elsewhere.database = "test";
  EXPECT_THAT(plan(elsewhere), ElementsAre("shop.users -> test.users"));
  EXPECT_THAT(plan(elsewhere, "test"), ElementsAre("shop.users -> test.users"));
  EXPECT_THAT(plan({}, "copy"), ElementsAre("shop.users -> copy.users"));
  EXPECT_EQ(failure(elsewhere, "copy").kind(), ErrorKind::configuration);
}

TEST_F(RestorePlan, ChoosesOneOfAllDatabases) {
  store("", {record("shop", "users"), record("blog", "posts")});
  EXPECT_THAT(plan({}), ElementsAre("shop.users -> shop.users", "blog.posts -> blog.posts"));
  RestoreSettings one;
  one.database = "blog";
  EXPECT_THAT(plan(one), ElementsAre("blog.posts -> blog.posts"));
  one.database = "other";
  EXPECT_EQ(failure(one).kind(), ErrorKind::configuration);
}

TEST_F(RestorePlan, TakesNoDatabaseOfTheConnectionStringForAChoiceAmongAll) {
  store("", {record("shop", "users"), record("admin", "posts")});
  for (const char* in_string : {"admin", "shop", "other"}) {
    EXPECT_THAT(failure({}, in_string).what(),
                AllOf(HasSubstr(std::string("the connection string names one, ") + in_string), HasSubstr("--db"),
                      HasSubstr(std::string("?authSource=") + in_string)));
  }
  RestoreSettings told;
  told.database = "admin";
  EXPECT_THAT(plan(told, "admin"), ElementsAre("admin.posts -> admin.posts")) << "said twice, and the same";
}

TEST_F(RestorePlan, PutsNothingIntoASystemDatabaseByTheConnectionStringAlone) {
  store("shop", {record("", "users")});
  for (const char* system : {"admin", "config", "local"}) {
    EXPECT_THAT(failure({}, system).what(), HasSubstr("the connection string names a system database"));
  }
  RestoreSettings told;
  told.database = "admin";
  EXPECT_THAT(plan(told), ElementsAre("shop.users -> admin.users"));
  store("admin", {record("", "notes")});
  EXPECT_THAT(plan({}, "admin"), ElementsAre("admin.notes -> admin.notes")) << "it came from there";
}

TEST_F(RestorePlan, ChoosesByNameAndPattern) {
  store("shop", {record("", "users"), record("", "orders"), record("", "log_1")});
  RestoreSettings named;
  named.collections = {"users"};
  EXPECT_THAT(plan(named), ElementsAre("shop.users -> shop.users"));
  RestoreSettings left_out;
  left_out.excluded_collections = {"users"};
  left_out.excluded_namespaces = {"*.log_*"};
  EXPECT_THAT(plan(left_out), ElementsAre("shop.orders -> shop.orders"));
  RestoreSettings patterned;
  patterned.included_namespaces = {"shop.*s"};
  EXPECT_THAT(plan(patterned), ElementsAre("shop.users -> shop.users", "shop.orders -> shop.orders"));
}

TEST_F(RestorePlan, SaysWhatFitsNothing) {
  store("shop", {record("", "users")});
  RestoreSettings named;
  named.collections = {"usres"};
  EXPECT_THAT(failure(named).what(), HasSubstr("Choose from its collections: users"));
  RestoreSettings patterned;
  patterned.excluded_namespaces = {"shop.log*"};
  plan(patterned);
  EXPECT_THAT(logged_, ElementsAre("A setting matches no collection of the backup"));
}

TEST_F(RestorePlan, Renames) {
  store("shop", {record("", "users"), record("", "orders")});
  RestoreSettings settings;
  settings.renamed_from = {"shop.users"};
  settings.renamed_to = {"archive.people"};
  EXPECT_THAT(plan(settings, "copy"), ElementsAre("shop.users -> archive.people", "shop.orders -> copy.orders"));
}

TEST_F(RestorePlan, RefusesTwoCollectionsForOnePlaceAndNamesWithoutADatabase) {
  store("shop", {record("", "users"), record("", "orders")});
  RestoreSettings same;
  same.renamed_from = {"shop.$c$"};
  same.renamed_to = {"shop.all"};
  EXPECT_THAT(failure(same).what(), HasSubstr("two collections"));
  RestoreSettings no_dot;
  no_dot.renamed_from = {"shop.$c$"};
  no_dot.renamed_to = {"$c$"};
  EXPECT_THAT(failure(no_dot).what(), HasSubstr("`database.collection`"));
}

TEST_F(RestorePlan, NeedsADatabaseForAFolderWithoutAManifest) {
  std::filesystem::create_directory(folder());
  std::ofstream(folder() / "users.json") << "[]";
  EXPECT_EQ(failure({}).kind(), ErrorKind::configuration);
  EXPECT_THAT(plan({}, "shop"), ElementsAre("shop.users -> shop.users"));
}

TEST_F(RestorePlan, PutsViewsLastAndEachBehindItsSources) {
  store("shop", {view("a_joined", R"({"viewOn": "m_first", "pipeline": [{"$lookup": {"from": "z_last", "as": "x"}}]})"),
                 view("m_first", R"({"viewOn": "users", "pipeline": []})"), record("", "users"),
                 view("u_union", R"({"viewOn": "users", "pipeline": [{"$unionWith": "a_joined"}]})"),
                 view("z_last", R"({"viewOn": "users", "pipeline": [{"$facet": {"f": [{"$unionWith":
                     {"coll": "m_first"}}]}}]})")});
  EXPECT_THAT(plan({}),
              ElementsAre("shop.users -> shop.users", "shop.m_first -> shop.m_first", "shop.z_last -> shop.z_last",
                          "shop.a_joined -> shop.a_joined", "shop.u_union -> shop.u_union"));
}

TEST_F(RestorePlan, EndsWithViewsThatReadFromEachOther) {
  store("shop", {view("a", R"({"viewOn": "b", "pipeline": []})"), view("b", R"({"viewOn": "a", "pipeline": []})")});
  EXPECT_THAT(plan({}), ElementsAre("shop.b -> shop.b", "shop.a -> shop.a"));
}

TEST_F(RestorePlan, FindsOptionsThatCannotBeRead) {
  auto broken = record("", "users");
  broken.options = R"({"max": {"$numberInt": "x"}})";
  store("shop", {broken});
  EXPECT_EQ(failure({}).kind(), ErrorKind::damaged);
}

}  // namespace
}  // namespace mongokeep::restore
