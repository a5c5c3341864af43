// `mongokeep restore --noIndexRestore`.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;

class NoIndexRestore : public testing::TestWithParam<ServerKind> {
 protected:
  void SetUp() override {
    scene_.insert_numbered("users", 3);
    scene_.insert_numbered("plain", 2);
    scene_.client().create_index(scene_.database(), "users", R"({"key": {"text": 1}, "name": "by_text"})");
    scene_.client().create_index(scene_.database(), "users", R"({"key": {"text": -1}, "name": "backwards"})");
    ASSERT_EQ(scene_.back_up().exit_code, 0);
  }

  std::size_t index_count() {
    const Json reply = Json::parse(scene_.client().command(copy_, R"({"listIndexes": "users"})"));
    return reply.at("cursor").at("firstBatch").size();
  }

  Scene scene_{shared_server(GetParam())};
  std::string copy_ = fresh_database();
};

TEST_P(NoIndexRestore, BringsDocumentsBackAndSaysWhatIsMissing) {
  const ProgramResult result = scene_.restore_into(copy_, {"--noIndexRestore", "--json"});
  EXPECT_EQ(result.exit_code, 0) << "it is what was asked for: " << result.error;
  EXPECT_EQ(scene_.client().count(copy_, "users"), 3U);
  EXPECT_EQ(index_count(), 1U);
  const Json collections = Json::parse(result.output).at("collections");
  for (const Json& one : collections) {
    const bool is_users = one.at("collectionName").get<std::string>().ends_with(".users");
    EXPECT_EQ(one.at("indexCount"), 0);
    EXPECT_EQ(one.at("leftOutIndexCount"), is_users ? 2 : 0);
    EXPECT_TRUE(one.at("refusals").empty());
  }
  EXPECT_THAT(result.error, HasSubstr("2 indexes were left out because of --noIndexRestore"));
}

TEST_P(NoIndexRestore, ShowsItInTheTableAndBeforehand) {
  const ProgramResult rehearsal = scene_.restore_into(copy_, {"--noIndexRestore", "--dryRun"});
  EXPECT_THAT(rehearsal.output, HasSubstr("2 indexes left out"));
  EXPECT_TRUE(scene_.client().collection_names(copy_).empty());
}

TEST_P(NoIndexRestore, LeavesTheIndexesThatAreThere) {
  ASSERT_EQ(scene_.restore_into(copy_).exit_code, 0);
  ASSERT_EQ(index_count(), 3U);
  EXPECT_EQ(scene_.restore_into(copy_, {"--noIndexRestore", "--mode", "upsert"}).exit_code, 0);
  EXPECT_EQ(index_count(), 3U);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, NoIndexRestore, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
