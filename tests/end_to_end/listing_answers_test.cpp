// What a server may list, and a backup makes of it: names, types, options, indexes and counts that none of ours gives.

#include <gmock/gmock.h>

#include <functional>

#include "end_to_end/changed_answers.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class ListingAnswers : public testing::TestWithParam<ServerKind> {
 protected:
  void SetUp() override { scene_.insert_numbered("good", 3); }

  using Change = std::function<void(Json& answer)>;
  ProgramResult back_up_with(const std::string& command, const Change& change,
                             const std::vector<std::string>& more = {}) {
    WireTap tap(server_.port(), nullptr, change_answers("{ \"" + command + "\"", change));
    const bool is_of_all = !more.empty() && more.front() == "--allDatabases";
    const std::string uri = server_.uri_through(tap.port(), is_of_all ? "" : scene_.database());
    return run_program(scene_.backup_call_to(uri, more));
  }
  /// With one more entry in the listing of collections.
  ProgramResult back_up_with_entry(const Json& entry) {
    return back_up_with("listCollections", [&](Json& answer) { answer["cursor"]["firstBatch"].push_back(entry); });
  }
  /// `good` is there, and one failure that says what is wrong; `verify` finds nothing else.
  void expect_one_failure(const ProgramResult& result, const std::string& cause) {
    ASSERT_EQ(result.exit_code, 3) << cause << result.error;
    const std::filesystem::path folder = Scene::folder_of(result);
    EXPECT_EQ(record_of(folder, "good").at("documents"), 3) << cause;
    int failed = 0;
    const Json manifest = manifest_of(folder);
    for (const Json& record : manifest.at("collections")) {
      if (!record.contains("error")) continue;
      ++failed;
      EXPECT_FALSE(record.at("name").get<std::string>().empty());
      EXPECT_THAT(record.at("error").get<std::string>(), HasSubstr(cause));
    }
    EXPECT_EQ(failed, 1) << cause;
    const ProgramResult verified = scene_.call("verify", {folder.string()});
    EXPECT_EQ(verified.exit_code, 0) << cause << verified.output << verified.error;
    std::filesystem::remove_all(folder);
  }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST_P(ListingAnswers, WithABadEntryCostThatEntryAlone) {
  const std::vector<std::pair<const char*, const char*>> entries = {
      {R"({"type": "collection"})", "without a name"},
      {R"({"name": 7, "type": "collection"})", "not a string"},
      {R"({"name": null})", "not a string"},
      {R"({"name": ""})", "empty name"},
      {R"({"name": "a\u0000b", "type": "collection"})", "NUL"},
      {R"({"name": "$cmd", "type": "collection"})", "`$`"},
      {R"({"name": "x", "type": "quantum"})", "`quantum`"},
      {R"({"name": "x", "type": 3})", "`type`"},
      {R"({"name": "x", "type": "collection", "options": 5})", "`options`"},
      {R"({"name": "x", "type": "collection", "options": []})", "`options`"},
      {R"({"name": "x", "type": "view", "options": {}})", "viewOn"},
      {R"({"name": "x", "type": "view", "options": {"viewOn": 5}})", "viewOn"},
      {R"({"name": "x", "type": "view", "options": {"viewOn": ""}})", "viewOn"},
      {R"({"name": "x", "type": "view", "options": {"viewOn": "good", "pipeline": 5}})", "pipeline"},
  };
  for (const auto& [entry, cause] : entries) expect_one_failure(back_up_with_entry(Json::parse(entry)), cause);
  Json longest = {{"name", std::string(5000, 'n')}, {"type", "collection"}};
  expect_one_failure(back_up_with_entry(longest), "longer than");
}

TEST_P(ListingAnswers, WithOneCollectionTwiceAreOfOneCollection) {
  const ProgramResult same = back_up_with("listCollections", [](Json& answer) {
    Json& batch = answer["cursor"]["firstBatch"];
    batch.push_back(batch.at(0));
  });
  ASSERT_EQ(same.exit_code, 0) << same.error;
  EXPECT_EQ(manifest_of(Scene::folder_of(same)).at("collections").size(), 1U);
  EXPECT_EQ(scene_.call("verify", {"latest"}).exit_code, 0);
}

TEST_P(ListingAnswers, WithTwoCollectionsOfOneNameFailThatName) {
  scene_.insert_numbered("other", 3);
  const ProgramResult different = back_up_with("listCollections", [](Json& answer) {
    Json& batch = answer["cursor"]["firstBatch"];
    Json second = batch.at(0).at("name") == "other" ? batch.at(0) : batch.at(batch.size() - 1);
    for (const Json& entry : Json(batch)) {
      if (entry.at("name") == "other") second = entry;
    }
    second["type"] = "timeseries";
    batch.push_back(second);
  });
  expect_one_failure(different, "lists it twice");
}

TEST_P(ListingAnswers, WithABadIndexFailTheCollectionInASentence) {
  scene_.insert_numbered("other", 3);
  const std::vector<std::pair<const char*, const char*>> indexes = {
      {R"({"v": 2, "key": {"a": 1}})", "without a name"},
      {R"({"v": 2, "key": {"a": 1}, "name": 5})", "not a string"},
      {R"({"v": 2, "name": "a_1"})", "`key`"},
      {R"({"v": 2, "name": "a_1", "key": 5})", "`key`"},
  };
  for (const auto& [index, cause] : indexes) {
    const Json bad = Json::parse(index);
    WireTap tap(server_.port(), nullptr, change_answers(R"({ "listIndexes" : "other")", [&](Json& answer) {
                  answer["cursor"]["firstBatch"].push_back(bad);
                }));
    expect_one_failure(run_program(scene_.backup_call_to(server_.uri_through(tap.port(), scene_.database()))), cause);
  }
}

TEST_P(ListingAnswers, WithABadDatabaseCostThatDatabaseAlone) {
  const std::vector<std::pair<Json, const char*>> entries = {
      {Json::object(), "without a name"},
      {{{"name", 5}}, "not a string"},
      {{{"name", ""}}, "empty name"},
      {{{"name", "a$b"}}, "`$`"},
      {{{"name", "a.b"}}, "`.`"},
      {Json("text"), "not a document"},
      {{{"name", std::string(100, 'd')}}, "longer than"},
  };
  for (const auto& [entry, cause] : entries) {
    const ProgramResult result = back_up_with("listDatabases",
                                              [&, bad = entry](Json& answer) {
                                                // What other tests make at the same time is not ours.
                                                answer["databases"] = Json::array({{{"name", scene_.database()}}, bad});
                                              },
                                              {"--allDatabases"});
    expect_one_failure(result, cause);
  }
}

TEST_P(ListingAnswers, WithAbsurdCountsDoNoHarm) {
  scene_.insert_numbered("large", 3000, 400);
  for (const Json& count : {Json(-5), Json(9.0e300), Json(std::int64_t{9'000'000'000'000'000'000}), Json("many")}) {
    // An answer that is no message of MongoDB's ends its connection, and FerretDB then forgets the connection's
    // cursors, sooner or later: that is told as any lost cursor is.
    if (count.is_string() && GetParam() == ServerKind::ferretdb) continue;
    const ProgramResult result =
        back_up_with("count", [&](Json& answer) { answer["n"] = count; }, {"--progressEvery", "1s"});
    EXPECT_EQ(result.exit_code, 0) << count << result.error;
    std::filesystem::remove_all(Scene::folder_of(result));
  }
}

INSTANTIATE_TEST_SUITE_P(EveryServer, ListingAnswers, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
