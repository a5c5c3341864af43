// What "restored" and "proven" mean: of views, collections of odd options, indexes of old servers, time-series.

#include <gmock/gmock.h>

#include <functional>

#include "archive/manifest.h"
#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class Proof : public testing::TestWithParam<ServerKind> {
 protected:
  ProgramResult back_up(const std::vector<std::string>& more = {}) {
    ProgramResult result = scene_.back_up(more);
    EXPECT_EQ(result.exit_code, 0) << result.error;
    return result;
  }
  ProgramResult drill(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"latest", "--drill", "--uri", scene_.uri_to("")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return scene_.call("verify", arguments);
  }
  void insert(const std::string& collection, const std::string& json) {
    scene_.client().insert(scene_.database(), collection, json);
  }
  std::uint64_t copied(const std::string& collection) { return scene_.client().count(copy_, collection); }

  /// Changes what the newest backup's manifest says of a collection, as an older server would have told it.
  void change_record(const std::filesystem::path& folder, const std::string& name,
                     const std::function<void(archive::CollectionRecord&)>& change) {
    const std::filesystem::path path = folder / archive::Manifest::file_name;
    archive::Manifest manifest = archive::parse_manifest(read_file(path), path.string());
    for (archive::CollectionRecord& record : manifest.collections) {
      if (record.name == name) change(record);
    }
    write_file(path, archive::to_text(manifest));
  }
  Json indexes_of(const std::string& database, const std::string& collection) {
    const Json reply = Json::parse(scene_.client().command(database, R"({"listIndexes": ")" + collection + R"("})"));
    Json by_name;
    for (const Json& index : reply.at("cursor").at("firstBatch")) by_name[index.at("name").get<std::string>()] = index;
    return by_name;
  }

  /// `_id`s in the order in which the collection keeps its documents.
  std::vector<int> natural_ids(const std::string& database, const std::string& collection) {
    const Json reply =
        Json::parse(scene_.client().command(database, R"({"find": ")" + collection + R"(", "sort": {"$natural": 1}})"));
    std::vector<int> ids;
    for (const Json& document : reply.at("cursor").at("firstBatch")) ids.push_back(document.at("_id"));
    return ids;
  }

  Scene scene_{shared_server(GetParam())};
  std::string copy_ = fresh_database();
};

TEST_P(Proof, OfAViewsDocumentsIsThatTheyCameBackAsACollection) {
  for (int i = 0; i < 5; ++i)
    insert("people", "{\"_id\": " + std::to_string(i) + ", \"age\": " + std::to_string(i * 10) + "}");
  scene_.client().create_collection(scene_.database(), "adults",
                                    R"({"viewOn": "people", "pipeline": [{"$match": {"age": {"$gte": 18}}}]})");
  back_up({"--viewsAsCollections", "-c", "adults"});
  const ProgramResult restored = scene_.restore_into(copy_);
  EXPECT_EQ(restored.exit_code, 0) << restored.output << restored.error;
  EXPECT_EQ(copied("adults"), 3U);
  const ProgramResult proven = drill();
  EXPECT_EQ(proven.exit_code, 0) << proven.output << proven.error;
  EXPECT_THAT(proven.output, HasSubstr("proven: 3 documents restored byte for byte"));
}

TEST_P(Proof, OfTextWithoutTypesSaysThatTypesAreNotProven) {
  insert("users", R"({"_id": {"$oid": "65d3f1c09f1b2a0012ab34cd"}})");
  back_up({"--jsonFormat", "plain"});
  const ProgramResult plain = drill();
  EXPECT_EQ(plain.exit_code, 0) << plain.output << plain.error;
  EXPECT_THAT(plain.output, HasSubstr("as far as plain JSON stores types"));
  EXPECT_THAT(plain.output, Not(HasSubstr("byte for byte")));
  back_up({"--jsonFormat", "relaxed"});
  EXPECT_THAT(drill().output, HasSubstr("as far as relaxed JSON stores types"));
}

TEST_P(Proof, IsKeptWhereTheScratchDatabaseCannotBeDropped) {
  scene_.insert_numbered("users", 5);
  back_up();
  const FailPoint refused(scene_.uri(), R"("alwaysOn")", R"({"failCommands": ["dropDatabase"], "errorCode": 13})");
  const ProgramResult result = drill({"--json"});
  EXPECT_EQ(result.exit_code, 3) << result.error;
  const Json found = Json::parse(result.output).at("drill");
  EXPECT_EQ(found.at("hasSameDocuments"), true);
  EXPECT_THAT(found.at("leftOver").get<std::string>(), HasSubstr("drop the scratch database"));
}

TEST_P(Proof, OfIndexesWithoutTheCollectionsCollation) {
  scene_.client().create_collection(scene_.database(), "words", R"({"collation": {"locale": "de", "strength": 1}})");
  scene_.client().create_index(
      scene_.database(), "words",
      R"({"key": {"w": 1}, "name": "w_1", "unique": true, "collation": {"locale": "simple"}})");
  insert("words", R"({"_id": 1, "w": "a"})");
  insert("words", R"({"_id": 2, "w": "A"})");
  back_up();
  const ProgramResult restored = scene_.restore_into(copy_);
  EXPECT_EQ(restored.exit_code, 0) << restored.output << restored.error;
  EXPECT_EQ(indexes_of(copy_, "words").at("w_1"), indexes_of(scene_.database(), "words").at("w_1"));

  const std::string other = fresh_database();
  scene_.client().create_collection(other, "words", R"({"collation": {"locale": "de", "strength": 1}})");
  EXPECT_EQ(scene_.restore_into(other, {"--mode", "missingOnly"}).exit_code, 0);
  EXPECT_EQ(indexes_of(other, "words").at("w_1"), indexes_of(scene_.database(), "words").at("w_1"));
}

TEST_P(Proof, OfIndexesThatOldServersTook) {
  insert("users", R"({"_id": 1, "mail": "a"})");
  const std::filesystem::path folder = Scene::folder_of(back_up());
  change_record(folder, "users", [](archive::CollectionRecord& record) {
    record.indexes = R"([{"v":1,"key":{"_id":1},"name":"_id_","ns":"shop.users"},)"
                     R"({"v":1,"key":{"mail":1.0},"name":"mail_1","unique":1.0,"dropDups":true,"background":true},)"
                     R"({"v":1,"key":{"nick":true},"name":"nick_1","unique":true,"safe":true}])";
  });
  const ProgramResult as_it_is = scene_.restore_into(copy_);
  EXPECT_EQ(as_it_is.exit_code, 3);
  EXPECT_THAT(as_it_is.output, HasSubstr("index nick_1"));
  EXPECT_THAT(as_it_is.output, HasSubstr("--convertLegacyIndexes builds it"));
  EXPECT_THAT(as_it_is.output, Not(HasSubstr("mail_1")));
  EXPECT_EQ(indexes_of(copy_, "users").at("mail_1").at("unique"), true);

  const ProgramResult converted = scene_.restore_into(copy_, {"--drop", "--convertLegacyIndexes"});
  EXPECT_EQ(converted.exit_code, 0) << converted.output << converted.error;
  EXPECT_EQ(indexes_of(copy_, "users").at("nick_1").at("unique"), true);
  EXPECT_EQ(drill({"--convertLegacyIndexes"}).exit_code, 0);
}

TEST_P(Proof, OfACappedCollectionPushesNothingOutOfIt) {
  scene_.client().create_collection(scene_.database(), "log", R"({"capped": true, "size": 100000, "max": 10})");
  for (int id = 0; id < 10; ++id) insert("log", "{\"_id\": " + std::to_string(id) + "}");
  back_up();
  scene_.client().create_collection(copy_, "log", R"({"capped": true, "size": 100000, "max": 10})");
  for (int id = 100; id < 110; ++id) scene_.client().insert(copy_, "log", "{\"_id\": " + std::to_string(id) + "}");
  for (const char* mode : {"missingOnly", "upsert"}) {
    const ProgramResult refused = scene_.restore_into(copy_, {"--mode", mode});
    EXPECT_EQ(refused.exit_code, 2) << mode << refused.error;
    EXPECT_THAT(refused.error, HasSubstr("would push out existing ones"));
  }
  EXPECT_EQ(natural_ids(copy_, "log").front(), 100);
}

TEST_P(Proof, OfDocumentsThatShareAnIdIsNotThatOneWasThere) {
  std::filesystem::create_directories(scene_.root() / "20th_Feb_2024");
  write_file(scene_.root() / "20th_Feb_2024" / "users.json",
             "[\n{\"_id\":1,\"a\":1},\n{\"_id\":1,\"a\":2},\n{\"_id\":2}\n]\n");
  for (const char* mode : {"missingOnly", "upsert"}) {
    const std::string target = fresh_database();
    const ProgramResult result =
        scene_.call("restore", {"20th_Feb_2024", "--uri", scene_.uri_to(target), "--mode", mode, "--json"});
    EXPECT_EQ(result.exit_code, 3) << mode;
    EXPECT_EQ(Json::parse(result.output).at("collections").at(0).at("duplicateCount"), 1) << mode;
  }
}

TEST_P(Proof, IntoAViewIsRefusedBeforeAnythingIsWritten) {
  insert("a", R"({"_id": 1})");
  insert("b", R"({"_id": 1})");
  back_up();
  scene_.client().insert(copy_, "other", R"({"_id": 1})");
  scene_.client().create_collection(copy_, "b", R"({"viewOn": "other", "pipeline": []})");
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--dryRun"}, std::vector<std::string>{}}) {
    std::vector<std::string> arguments = {"--mode", "missingOnly"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramResult refused = scene_.restore_into(copy_, arguments);
    EXPECT_EQ(refused.exit_code, 2) << refused.error;
    EXPECT_THAT(refused.error, HasSubstr("it is a view"));
  }
  EXPECT_THAT(scene_.client().collection_names(copy_), Not(Contains("a")));
}

/// Of a server that looks at the values of all options.
class PickyProof : public Proof {};

TEST_P(PickyProof, OfAValidatorWhoseCompanionTheServerDoesNotKnow) {
  scene_.client().create_collection(scene_.database(), "strict",
                                    R"({"validator": {"age": {"$gte": 0}}, "validationLevel": "moderate"})");
  const std::filesystem::path folder = Scene::folder_of(back_up());
  change_record(folder, "strict", [](archive::CollectionRecord& record) {
    record.options = R"({"validator":{"age":{"$gte":0}},"validationLevel":"moderate","validationAction":7})";
  });
  const ProgramResult restored = scene_.restore_into(copy_, {"--json"});
  EXPECT_EQ(restored.exit_code, 3);
  const Json refused = Json::parse(restored.output).at("collections").at(0).at("refusals");
  ASSERT_THAT(refused, SizeIs(1)) << refused;
  EXPECT_THAT(refused.at(0).get<std::string>(), HasSubstr("option validationAction"));
  const Json reply = Json::parse(scene_.client().command(copy_, R"({"listCollections": 1})"));
  EXPECT_TRUE(reply.at("cursor").at("firstBatch").at(0).at("options").contains("validator"));
}

TEST_P(Proof, OfACollectionThatExpiresIsMadeBeforeItDoes) {
  scene_.client().create_collection(scene_.database(), "measured",
                                    R"({"timeseries": {"timeField": "at"}, "expireAfterSeconds": 100000000})");
  insert("measured", R"({"_id": 1, "at": {"$date": "2026-01-01T00:00:00Z"}})");
  back_up();
  const ProgramResult proven = drill();
  EXPECT_EQ(proven.exit_code, 0) << proven.output << proven.error;
  EXPECT_THAT(proven.output, HasSubstr("with all options, indexes and views"));
}

TEST_P(Proof, OfACappedCollectionIsThatOfItsOrder) {
  scene_.client().create_collection(scene_.database(), "log", R"({"capped": true, "size": 100000})");
  for (const int id : {3, 1, 2, 9, 4}) insert("log", "{\"_id\": " + std::to_string(id) + "}");
  const std::filesystem::path folder = Scene::folder_of(back_up());
  EXPECT_EQ(record_of(folder, "log").at("order"), "natural");
  std::vector<std::string> ids;
  for (const std::string& document : documents_in(folder / "log.json")) ids.push_back(document.substr(22, 1));
  EXPECT_THAT(ids, testing::ElementsAre("3", "1", "2", "9", "4"));
  EXPECT_EQ(scene_.call("verify", {"latest", "--against", scene_.uri()}).exit_code, 0);
  ASSERT_EQ(scene_.restore_into(copy_).exit_code, 0);
  EXPECT_EQ(natural_ids(copy_, "log"), natural_ids(scene_.database(), "log"));
  EXPECT_EQ(drill().exit_code, 0);

  const std::filesystem::path sorted = Scene::folder_of(back_up({"--cappedOrder", "_id"}));
  EXPECT_FALSE(record_of(sorted, "log").contains("order"));
  EXPECT_EQ(documents_in(sorted / "log.json").front().substr(22, 1), "1");
}

TEST_P(Proof, OfViewsWhoseSourcesWereRenamed) {
  insert("people", R"({"_id": 1, "age": 20})");
  insert("places", R"({"_id": 1})");
  scene_.client().create_collection(scene_.database(), "adults",
                                    R"({"viewOn": "people", "pipeline": [{"$match": {"age": {"$gte": 18}}},
          {"$lookup": {"from": "places", "localField": "_id", "foreignField": "_id", "as": "at"}}]})");
  back_up();
  const std::string database = scene_.database();
  const ProgramResult restored = scene_.call(
      "restore", {"latest", "--uri", scene_.uri_to(""), "--nsFrom", database + ".*", "--nsTo", copy_ + ".old_*"});
  EXPECT_EQ(restored.exit_code, 0) << restored.output << restored.error;
  const Json reply =
      Json::parse(scene_.client().command(copy_, R"({"listCollections": 1, "filter": {"name": "old_adults"}})"));
  const Json options = reply.at("cursor").at("firstBatch").at(0).at("options");
  EXPECT_EQ(options.at("viewOn"), "old_people");
  EXPECT_EQ(options.at("pipeline").at(1).at("$lookup").at("from"), "old_places");
  EXPECT_EQ(copied("old_adults"), 1U);
}

TEST_P(Proof, OfATimeSeriesAddsOnlyWhatIsMissing) {
  scene_.client().create_collection(scene_.database(), "measured", R"({"timeseries": {"timeField": "at"}})");
  for (int i = 0; i < 50; ++i) {
    insert("measured", "{\"_id\": " + std::to_string(i) + ", \"at\": {\"$date\": \"2026-01-01T00:00:00Z\"}}");
  }
  back_up();
  ASSERT_EQ(scene_.restore_into(copy_).exit_code, 0);
  scene_.client().command(copy_, R"({"delete": "measured", "deletes": [{"q": {"_id": {"$gte": 40}}, "limit": 0}]})");
  const std::uint64_t left = copied("measured");
  const ProgramResult rehearsed = scene_.restore_into(copy_, {"--mode", "missingOnly", "--dryRun", "--json"});
  EXPECT_EQ(Json::parse(rehearsed.output).at("collections").at(0).at("presentCount"), left) << rehearsed.output;
  const ProgramResult added = scene_.restore_into(copy_, {"--mode", "missingOnly", "--json"});
  EXPECT_EQ(added.exit_code, 0) << added.error;
  EXPECT_EQ(Json::parse(added.output).at("collections").at(0).at("presentCount"), left);
  EXPECT_EQ(copied("measured"), 50U);
  const ProgramResult upsert = scene_.restore_into(copy_, {"--mode", "upsert"});
  EXPECT_EQ(upsert.exit_code, 2);
  EXPECT_THAT(upsert.error, HasSubstr("documents cannot be replaced"));
}

INSTANTIATE_TEST_SUITE_P(Rust, PickyProof, testing::Values(ServerKind::secantus_rust), NameOfServer());
INSTANTIATE_TEST_SUITE_P(FullServers, Proof, testing::ValuesIn(full_servers), NameOfServer());

class Rehearsed : public testing::TestWithParam<ServerKind> {
 protected:
  Json rehearse(const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"--dryRun", "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Json::parse(scene_.restore_into(copy_, arguments).output).at("collections").at(0);
  }

  Scene scene_{shared_server(GetParam())};
  std::string copy_ = fresh_database();
};

TEST_P(Rehearsed, CountsWhatIsThereAlready) {
  scene_.insert_numbered("users", 1500);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  for (int i = 1200; i < 1700; ++i) scene_.client().insert(copy_, "users", "{\"_id\": " + std::to_string(i) + "}");
  const Json missing = rehearse({"--mode", "missingOnly"});
  EXPECT_EQ(missing.at("insertedCount"), 1200);
  EXPECT_EQ(missing.at("presentCount"), 300);
  const Json replaced = rehearse({"--mode", "upsert"});
  EXPECT_EQ(replaced.at("insertedCount"), 1200);
  EXPECT_EQ(replaced.at("replacedCount"), 300);
  EXPECT_EQ(rehearse({"--mode", "insert"}).at("duplicateCount"), 300);
  EXPECT_EQ(rehearse({"--drop"}).at("insertedCount"), 1500);
  EXPECT_EQ(scene_.client().count(copy_, "users"), 500U) << "nothing was changed";
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Rehearsed, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
