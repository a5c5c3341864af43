// What documents and collections of each kind become.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Content : public testing::TestWithParam<ServerKind> {
 protected:
  Scene scene_{shared_server(GetParam())};
};

TEST_P(Content, OfMixedIdsIsInTheServersOrder) {
  for (const char* id : {"\"text\"", "7", "{\"$oid\": \"65d3f1c09f1b2a0012ab34cd\"}", "true", "{\"a\": 1}",
                         "{\"$date\": \"2024-02-20T01:00:00Z\"}", "2.5", "null"}) {
    scene_.client().insert(scene_.database(), "mixed", std::string("{\"_id\": ") + id + "}");
  }
  const std::vector<std::string> documents = documents_in(Scene::folder_of(scene_.back_up()) / "mixed.json");
  const std::vector<std::string> expected = {R"({"_id":null})",
                                             R"({"_id":{"$numberDouble":"2.5"}})",
                                             R"({"_id":{"$numberInt":"7"}})",
                                             R"({"_id":"text"})",
                                             R"({"_id":{"a":{"$numberInt":"1"}}})",
                                             R"({"_id":{"$oid":"65d3f1c09f1b2a0012ab34cd"}})",
                                             R"({"_id":true})",
                                             R"({"_id":{"$date":{"$numberLong":"1708390800000"}}})"};
  EXPECT_EQ(documents, expected);
}

TEST_P(Content, ComesInTheFormatThatIsAskedFor) {
  scene_.client().insert(scene_.database(), "users",
                         R"({"_id": {"$oid": "65d3f1c09f1b2a0012ab34cd"}, "at": {"$date": "2024-02-20T01:00:00Z"},
                             "n": {"$numberLong": "5"}, "x": 1.0})");
  const auto text_in = [&](const std::string& format) {
    const std::filesystem::path folder = Scene::folder_of(scene_.back_up({"--jsonFormat", format}));
    EXPECT_EQ(manifest_of(folder).at("textFormat"), format);
    return documents_in(folder / "users.json").at(0);
  };
  EXPECT_EQ(text_in("canonical"),
            R"({"_id":{"$oid":"65d3f1c09f1b2a0012ab34cd"},"at":{"$date":{"$numberLong":"1708390800000"}},)"
            R"("n":{"$numberLong":"5"},"x":{"$numberDouble":"1.0"}})");
  EXPECT_EQ(text_in("relaxed"),
            R"({"_id":{"$oid":"65d3f1c09f1b2a0012ab34cd"},"at":{"$date":"2024-02-20T01:00:00Z"},"n":5,"x":1.0})");
  EXPECT_EQ(text_in("plain"), R"({"_id":"65d3f1c09f1b2a0012ab34cd","at":"2024-02-20T01:00:00.000Z","n":5,"x":1})");
}

TEST_P(Content, OfCappedCollectionsIsInTheOrderInWhichTheyKeepIt) {
  scene_.client().create_collection(scene_.database(), "log", R"({"capped": true, "size": 100000})");
  for (const char* id : {"3", "1", "2"}) {
    scene_.client().insert(scene_.database(), "log", std::string("{\"_id\": ") + id + "}");
  }
  const std::filesystem::path folder = Scene::folder_of(scene_.back_up());
  EXPECT_THAT(documents_in(folder / "log.json").at(0), HasSubstr("\"3\""));
  EXPECT_EQ(record_of(folder, "log").at("order"), "natural");
  EXPECT_EQ(record_of(folder, "log").at("options").at("capped"), true);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Content, testing::ValuesIn(every_server), NameOfServer());

class FullContent : public Content {};

TEST_P(FullContent, OfAViewIsItsDefinitionUnlessItsDocumentsAreAskedFor) {
  scene_.insert_numbered("users", 5);
  scene_.client().create_collection(scene_.database(), "few",
                                    R"({"viewOn": "users", "pipeline": [{"$match": {"_id": {"$lt": 2}}}]})");
  const std::filesystem::path folder = Scene::folder_of(scene_.back_up());
  EXPECT_FALSE(std::filesystem::exists(folder / "few.json"));
  EXPECT_EQ(record_of(folder, "few").at("type"), "view");
  EXPECT_FALSE(record_of(folder, "few").contains("file"));
  EXPECT_EQ(record_of(folder, "few").at("options").at("viewOn"), "users");
  EXPECT_EQ(manifest_of(folder).at("collections").size(), 2U) << "system.views is not a collection of the user's";

  const std::filesystem::path with_documents = Scene::folder_of(scene_.back_up({"--viewsAsCollections"}));
  EXPECT_EQ(documents_in(with_documents / "few.json").size(), 2U);
  EXPECT_EQ(record_of(with_documents, "few").at("type"), "view");
}

TEST_P(FullContent, OfATimeSeriesIsItsDocumentsNotItsBuckets) {
  scene_.client().create_collection(scene_.database(), "temperatures",
                                    R"({"timeseries": {"timeField": "at", "metaField": "room"}})");
  for (int i = 0; i < 10; ++i) {
    scene_.client().insert(scene_.database(), "temperatures",
                           "{\"_id\": " + std::to_string(i) + ", \"at\": {\"$date\": \"2024-02-20T01:00:0" +
                               std::to_string(9 - i) + "Z\"}, \"room\": \"a\", \"c\": 20.5}");
  }
  const std::filesystem::path folder = Scene::folder_of(scene_.back_up());
  EXPECT_THAT(names_in(folder), testing::ElementsAre("manifest.json", "temperatures.json"));
  EXPECT_EQ(documents_in(folder / "temperatures.json").size(), 10U);
  EXPECT_EQ(record_of(folder, "temperatures").at("type"), "timeseries");
  EXPECT_EQ(record_of(folder, "temperatures").at("options").at("timeseries").at("timeField"), "at");
}

TEST_P(FullContent, OfTheLargestDocumentIsWhole) {
  constexpr std::size_t size = 16 * 1024 * 1024;
  // {_id: int32, s: string}: 5 for the document, 9 and 8 + 1 for what surrounds the text.
  const std::string text(size - 5 - 9 - 8, 'y');
  const Bytes document = bson_from_json("{\"_id\": 1, \"s\": \"" + text + "\"}");
  ASSERT_EQ(document.size(), size);
  scene_.client().insert(scene_.database(), "large", std::vector<Bytes>{document});
  const ProgramResult result = scene_.back_up();
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const std::vector<std::string> documents = documents_in(Scene::folder_of(result) / "large.json");
  ASSERT_EQ(documents.size(), 1U);
  EXPECT_TRUE(documents[0] == "{\"_id\":{\"$numberInt\":\"1\"},\"s\":\"" + text + "\"}");
  EXPECT_EQ(record_of(Scene::folder_of(result), "large").at("bsonBytes"), size);
}

TEST_P(FullContent, OfManyTinyDocumentsIsEachOnce) {
  // The wheel takes half a minute to insert more.
  const int count = GetParam() == ServerKind::secantus_rust ? 300000 : 20000;
  scene_.insert_numbered("tiny", count, 0);
  const ProgramResult result = scene_.back_up();
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const std::vector<std::string> documents = documents_in(Scene::folder_of(result) / "tiny.json");
  ASSERT_EQ(documents.size(), static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const std::string expected = "{\"_id\":{\"$numberInt\":\"" + std::to_string(i) + "\"},\"text\":\"\"}";
    ASSERT_EQ(documents[static_cast<std::size_t>(i)], expected);
  }
}

TEST_P(FullContent, KeepsTheStoredFunctionsAndLeavesOutTheServersOwn) {
  scene_.insert_numbered("users", 1);
  scene_.client().insert(scene_.database(), "system.js", R"({"_id": "twice", "value": {"$code": "x => 2 * x"}})");
  const std::filesystem::path folder = Scene::folder_of(scene_.back_up());
  EXPECT_EQ(documents_in(folder / "system.js.json").at(0), R"({"_id":"twice","value":{"$code":"x => 2 * x"}})");
}

INSTANTIATE_TEST_SUITE_P(FullServers, FullContent, testing::ValuesIn(full_servers), NameOfServer());

/// The server that keeps odd bytes as they are.
class OddContent : public Content {};

TEST_P(OddContent, IsKeptAsItsBytesWhereTextCannotCarryIt) {
  // {_id: 1, a: 1, a: 2}: a key that stands twice is carried by text.
  const Bytes twice = {5 + 9 + 7 + 7 - 0,
                       0,
                       0,
                       0,
                       0x10,
                       '_',
                       'i',
                       'd',
                       0,
                       1,
                       0,
                       0,
                       0,
                       0x10,
                       'a',
                       0,
                       1,
                       0,
                       0,
                       0,
                       0x10,
                       'a',
                       0,
                       2,
                       0,
                       0,
                       0,
                       0};
  scene_.client().insert(scene_.database(), "odd", std::vector<Bytes>{twice});
  // {_id: 3, r: /a/mi}: options that are not in order are not.
  const Bytes regex = {5 + 9 + 8, 0, 0, 0, 0x10, '_', 'i', 'd', 0, 3, 0, 0, 0, 0x0B, 'r', 0, 'a', 0, 'm', 'i', 0, 0};
  scene_.client().insert(scene_.database(), "odd", std::vector<Bytes>{regex});

  const std::vector<std::string> documents = documents_in(Scene::folder_of(scene_.back_up()) / "odd.json");
  ASSERT_EQ(documents.size(), 2U);
  EXPECT_EQ(documents[0], R"({"_id":{"$numberInt":"1"},"a":{"$numberInt":"1"},"a":{"$numberInt":"2"}})");
  EXPECT_THAT(documents[1], StartsWith(R"({"_id":{"$numberInt":"3"},"$bson":{"$binary":{"base64":")"));
}

INSTANTIATE_TEST_SUITE_P(RawServer, OddContent, testing::Values(ServerKind::secantus_rust), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
