#include "restore/view_sources.h"

#include <gmock/gmock.h>

#include "support/mongo_client.h"

namespace mongokeep::restore {
namespace {

using testing::ElementsAre;

std::set<std::string> sources(const char* json) {
  const auto bytes = test::bson_from_json(json);
  return view_sources({bytes.data(), bytes.size()});
}

std::string renamed(const char* json) {
  const auto bytes = test::bson_from_json(json);
  return test::relaxed_json(with_renamed_sources({bytes.data(), bytes.size()},
                                                 [](const std::string& name) { return std::optional("old_" + name); }));
}

TEST(ViewSources, AreThoseOfStagesWhereverPipelinesStand) {
  EXPECT_THAT(sources(R"({"viewOn": "a", "pipeline": [
      {"$lookup": {"from": "b", "as": "x", "pipeline": [{"$unionWith": "c"}]}},
      {"$graphLookup": {"from": "d", "startWith": "$x"}},
      {"$unionWith": {"coll": "e", "pipeline": [{"$lookup": {"from": "f", "as": "y"}}]}},
      {"$facet": {"one": [{"$unionWith": "g"}], "two": []}}]})"),
              ElementsAre("a", "b", "c", "d", "e", "f", "g"));
}

TEST(ViewSources, AreNoValuesOfTheSameNameElsewhere) {
  const char* mails = R"({"viewOn": "mails", "pipeline": [{"$match": {"from": "users", "coll": "x"}},
      {"$project": {"viewOn": "y", "$unionWith": "z"}}, {"$lookup": {"from": {"db": "x", "coll": "w"}, "as": "from"}}],
      "from": "v"})";
  EXPECT_THAT(sources(mails), ElementsAre("mails"));
  EXPECT_EQ(renamed(mails), test::relaxed_json(test::bson_from_json(R"({"viewOn": "old_mails", "pipeline": [
      {"$match": {"from": "users", "coll": "x"}}, {"$project": {"viewOn": "y", "$unionWith": "z"}},
      {"$lookup": {"from": {"db": "x", "coll": "w"}, "as": "from"}}], "from": "v"})")));
}

TEST(ViewSources, StayAsTheyAreWhereNothingIsRenamed) {
  const auto bytes = test::bson_from_json(
      R"({"viewOn": "a", "pipeline": [{"$lookup": {"from": "b", "let": {"x": 1.5}, "as": "c"}}], "collation": {"locale": "fr"}})");
  const auto copy = with_renamed_sources({bytes.data(), bytes.size()},
                                         [](const std::string&) { return std::optional<std::string>(); });
  EXPECT_EQ(test::Bytes(copy.begin(), copy.end()), bytes);
}

}  // namespace
}  // namespace mongokeep::restore
