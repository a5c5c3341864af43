// Which backup is the newest, what of, and whose: the same answer from every command.

#include <gmock/gmock.h>

#include <chrono>
#include <functional>

#include "archive/manifest.h"
#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::SizeIs;

/// Edits a stored manifest as somebody who knows the format could, or a wrong clock would.
void change_manifest(const std::filesystem::path& folder, const std::function<void(archive::Manifest&)>& change) {
  const std::filesystem::path file = folder / "manifest.json";
  archive::Manifest manifest = archive::parse_manifest(read_file(file), file.string());
  change(manifest);
  write_file(file, archive::to_text(manifest));
}

class Latest : public testing::TestWithParam<ServerKind> {
 protected:
  std::filesystem::path back_up(const std::vector<std::string>& more = {}) {
    return Scene::folder_of(scene_.back_up(more));
  }
  /// The folders that `latest` is for these commands.
  std::vector<std::string> latest() {
    const auto name_in = [](const Json& json, const char* member) {
      return std::filesystem::path(json.at(member).get<std::string>()).filename().string();
    };
    const Json shown = Json::parse(scene_.call("show", {"latest", "--json"}).output);
    const Json verified = Json::parse(scene_.call("verify", {"latest", "--json"}).output);
    const Json restored = Json::parse(scene_.restore_into(copy_, {"--dryRun", "--json"}).output);
    const Json health = Json::parse(scene_.call("health", {"--json", "--maxAge", "1000d"}).output);
    return {shown.at("name"), name_in(verified, "backupPath"), name_in(restored, "backupPath"),
            health.at("newestComplete")};
  }
  void expect_latest(const std::filesystem::path& folder) {
    EXPECT_THAT(latest(), testing::Each(folder.filename().string()));
  }
  std::vector<Bytes> documents(const std::string& database, const std::string& collection) {
    return scene_.client().find_all(database, collection);
  }

  Scene scene_{shared_server(GetParam())};
  std::string copy_ = fresh_database();
};

TEST_P(Latest, IsTheLaterOneWhateverZonesTheNamesAreOf) {
  scene_.insert_numbered("users", 2);
  const std::filesystem::path ahead = back_up({"--timezone", "Pacific/Kiritimati"});
  const std::filesystem::path behind = back_up({"--timezone", "Pacific/Pago_Pago"});
  EXPECT_NE(ahead.filename(), behind.filename()) << "the names are a day apart";
  expect_latest(behind);
}

TEST_P(Latest, IsTheLaterOneWhereTheDaysNameBecameFreeAgain) {
  scene_.insert_numbered("users", 2);
  const std::filesystem::path first = back_up();
  back_up();
  std::filesystem::remove_all(first);
  EXPECT_EQ(back_up(), first);
  expect_latest(first);
}

TEST_P(Latest, IsNoneThatIsDatedAhead) {
  scene_.insert_numbered("users", 1);
  const std::filesystem::path misdated = back_up();
  change_manifest(misdated, [](archive::Manifest& manifest) {
    manifest.started_at += std::chrono::hours(24 * 400);
    manifest.finished_at += std::chrono::hours(24 * 400);
  });
  scene_.insert_numbered("orders", 1000);
  const std::filesystem::path good = back_up();
  expect_latest(good);
  const ProgramResult restored = scene_.restore_into(copy_, {"--drop"});
  EXPECT_EQ(restored.exit_code, 0) << restored.error;
  EXPECT_THAT(documents(copy_, "orders"), SizeIs(1000));
  EXPECT_THAT(line_of(restored, "`latest` skips a newer backup").at("reason"), HasSubstr("is dated in the future"));
}

TEST_P(Latest, IsAWholeOneUntilThereIsNone) {
  scene_.insert_numbered("users", 2);
  scene_.insert_numbered("orders", 2);
  const std::filesystem::path whole = back_up();
  const std::filesystem::path chosen = back_up({"-c", "users"});
  expect_latest(whole);
  EXPECT_THAT(line_of(scene_.restore_into(copy_), "`latest` skips a newer backup").at("reason"),
              HasSubstr("contains only selected collections"));
  scene_.client().drop_database(copy_);
  std::filesystem::remove_all(whole);
  expect_latest(chosen);
}

TEST_P(Latest, MayBeOfTheChoiceThatTheSettingsMake) {
  scene_.insert_numbered("users", 2);
  back_up();
  const std::filesystem::path chosen = back_up({"-c", "users"});
  write_file(scene_.folder() / "mongokeep.toml", "collections = [\"users\"]\n");
  const std::vector<std::string> config = {"--config", (scene_.folder() / "mongokeep.toml").string(), "--json"};
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.end(), config.begin(), config.end());
    return words;
  };
  EXPECT_EQ(Json::parse(scene_.call("show", with({"latest"})).output).at("path"), chosen.string());
  EXPECT_EQ(Json::parse(scene_.call("verify", with({"latest"})).output).at("backupPath"), chosen.string());
  EXPECT_EQ(Json::parse(scene_.restore_into(copy_, with({"--dryRun"})).output).at("backupPath"), chosen.string());
  EXPECT_EQ(Json::parse(scene_.call("health", with({})).output).at("newestComplete"), chosen.filename().string());
}

TEST_P(Latest, IsComparedWithWhenCollectionsShrink) {
  scene_.insert_numbered("users", 2);
  scene_.insert_numbered("orders", 2);
  back_up();
  back_up({"-c", "users"});
  scene_.client().command(scene_.database(), R"({"delete": "orders", "deletes": [{"q": {}, "limit": 0}]})");
  const ProgramResult result = scene_.back_up();
  EXPECT_EQ(line_of(result, "Collection came back empty").at("collectionName"), "orders");
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Latest, testing::ValuesIn(every_server), NameOfServer());

class WhichDatabase : public Latest {};

TEST_P(WhichDatabase, OfAllMeansAllOfThemOrTheOneThatIsNamed) {
  const std::string other = fresh_database();
  scene_.insert_numbered("users", 2);
  scene_.client().insert(other, "posts", R"({"_id": 1})");
  const std::string both = scene_.database() + ".*";
  ASSERT_EQ(run_program(scene_.backup_call_to(scene_.uri_to("admin"),
                                              {"--allDatabases", "--nsInclude", both, "--nsInclude", other + ".*"}))
                .exit_code,
            0);
  for (const std::string& in_string : {std::string("admin"), other}) {
    const ProgramResult refused = scene_.restore_into(in_string, {"--drop"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.error,
                HasSubstr("it is a backup of all databases, but the connection string names one, " + in_string));
    EXPECT_EQ(scene_.call("verify", {"latest", "--against", scene_.uri_to(in_string)}).exit_code, 2);
  }
  scene_.client().drop_database(other);
  const ProgramResult one = scene_.call("restore", {"latest", "--uri", scene_.uri_to(""), "--db", other});
  EXPECT_EQ(one.exit_code, 0) << one.error;
  EXPECT_THAT(documents(other, "posts"), SizeIs(1));
  scene_.client().drop_database(other);
  scene_.client().drop_database(scene_.database());
  const ProgramResult all = scene_.call("restore", {"latest", "--uri", scene_.uri_to("")});
  EXPECT_EQ(all.exit_code, 0) << all.error;
  EXPECT_THAT(documents(other, "posts"), SizeIs(1));
  EXPECT_THAT(documents(scene_.database(), "users"), SizeIs(2));
  EXPECT_EQ(scene_.call("verify", {"latest", "--against", scene_.uri_to("")}).exit_code, 0);
}

TEST_P(WhichDatabase, IsNoSystemDatabaseThatOnlyTheConnectionStringNames) {
  scene_.insert_numbered("users", 2);
  back_up();
  const ProgramResult refused = scene_.restore_into("admin");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.error, HasSubstr("the connection string names a system database, admin"));
  EXPECT_THAT(refused.error, HasSubstr("?authSource=admin"));
  EXPECT_THAT(scene_.client().collection_names("admin"), testing::Not(Contains("users")));
  EXPECT_EQ(scene_.call("verify", {"latest", "--against", scene_.uri_to("admin")}).exit_code, 2);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, WhichDatabase, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
