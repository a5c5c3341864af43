// A backup side by side with the database that it is of, or with another.

#include <gmock/gmock.h>

#include <functional>

#include "mongokeep/backup_service.h"
#include "mongokeep/verify_service.h"
#include "support/files.h"
#include "support/mongo_client.h"
#include "support/server.h"
#include "support/tcp_proxy.h"
#include "support/temp_dir.h"

namespace mongokeep::verify {
namespace {

using test::ServerKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class ComparisonTest : public testing::TestWithParam<ServerKind> {
 protected:
  std::filesystem::path back_up(JsonFormat format = JsonFormat::canonical,
                                const std::vector<std::string>& collections = {}) {
    BackupSettings settings;
    settings.root = temp_.path() / "backup";
    settings.database = database_;
    settings.collections = collections;
    settings.format = format;
    BackupService service(client_.get(), settings);
    service.set_log_handler([](const LogEntry&) {});
    folder_ = service.create_backup().folder;
    return folder_;
  }
  ComparisonReport compare_with(const std::string& uri, const std::string& database = {}) const {
    VerifySettings settings;
    settings.backup = folder_.string();
    VerifyService service(settings);
    service.set_log_handler([](const LogEntry&) {});
    return service.compare_with(uri, database);
  }
  ComparisonReport compare() const { return compare_with(server_.uri(), database_); }
  /// Of the only collection that differs.
  CollectionComparison difference() const {
    const ComparisonReport report = compare();
    CollectionComparison found;
    for (const CollectionComparison& one : report.collections) {
      if (!one.is_same()) found = one;
    }
    EXPECT_FALSE(found.is_same());
    return found;
  }
  void insert(const std::string& collection, const std::string& json) { client_.insert(database_, collection, json); }
  void insert_numbered(const std::string& collection, int count) {
    std::vector<test::Bytes> documents;
    for (int id = 0; id < count; ++id) {
      documents.push_back(
          test::bson_from_json("{\"_id\": " + std::to_string(id) + ", \"text\": \"" + std::string(100, 'x') + "\"}"));
    }
    client_.insert(database_, collection, documents);
  }
  void remove(const std::string& collection, const std::string& filter) {
    client_.command(database_,
                    R"({"delete": ")" + collection + R"(", "deletes": [{"q": )" + filter + R"(, "limit": 1}]})");
  }
  void set(const std::string& collection, const std::string& filter, const std::string& fields) {
    client_.command(database_, R"({"update": ")" + collection + R"(", "updates": [{"q": )" + filter +
                                   R"(, "u": {"$set": )" + fields + "}}]}");
  }

  test::Server& server_{test::shared_server(GetParam())};
  test::TempDir temp_;
  std::string database_ = test::fresh_database();
  test::MongoClient client_{server_.uri()};
  std::filesystem::path folder_;
};

TEST_P(ComparisonTest, OfADatabaseThatNobodyWroteToIsTheSame) {
  insert_numbered("users", 300);
  for (const char* id : {"\"text\"", "7", "{\"$oid\": \"65d3f1c09f1b2a0012ab34cd\"}", "true", "{\"a\": 1}",
                         "{\"$date\": \"2024-02-20T01:00:00Z\"}", "2.5", "null"}) {
    insert("mixed", "{\"_id\": " + std::string(id) + "}");
  }
  client_.create_index(database_, "users", R"({"key": {"text": 1}, "name": "text_1"})");
  client_.create_collection(database_, "empty");
  back_up();
  const ComparisonReport report = compare();
  EXPECT_TRUE(report.is_same());
  EXPECT_EQ(report.folder, folder_);
  ASSERT_EQ(report.collections.size(), 3U);
  EXPECT_EQ(report.collections[1].same, 8U);
  EXPECT_EQ(report.collections[2].same, 300U);
  EXPECT_EQ(report.collections[2].stored_collection, database_ + ".users");
  EXPECT_THAT(report.notes, IsEmpty());
}

TEST_P(ComparisonTest, FindsEveryDocumentThatDiffers) {
  insert_numbered("users", 300);
  insert("others", R"({"_id": 1})");
  back_up();
  remove("users", R"({"_id": 7})");
  remove("users", R"({"_id": 299})");
  set("users", R"({"_id": 100})", R"({"text": "y"})");
  insert("users", R"({"_id": -1})");
  insert("users", R"({"_id": 5.5})");
  insert("users", R"({"_id": "x"})");
  const CollectionComparison found = difference();
  EXPECT_EQ(found.same, 297U);
  EXPECT_EQ(found.missing, 2U);
  EXPECT_EQ(found.added, 3U);
  EXPECT_EQ(found.changed, 1U);
  EXPECT_THAT(found.metadata, IsEmpty());
  ASSERT_EQ(found.samples.size(), 6U);
  EXPECT_EQ(found.samples[0].id, R"({"$numberInt":"-1"})");
  EXPECT_EQ(found.samples[3].kind, DifferentDocument::Kind::changed);
  EXPECT_EQ(found.samples[3].live, R"({"_id":{"$numberInt":"100"},"text":"y"})");
}

TEST_P(ComparisonTest, FindsWhatIsOnOneSideOnly) {
  insert("users", R"({"_id": 1})");
  insert("orders", R"({"_id": 1})");
  back_up();
  client_.drop_collection(database_, "users");
  insert("new", R"({"_id": 1})");
  const CollectionComparison found = difference();
  EXPECT_EQ(found.missing, 1U);
  EXPECT_THAT(found.metadata, ElementsAre("the collection is not in the database"));
  EXPECT_THAT(found.samples, IsEmpty()) << "said once";
  EXPECT_THAT(compare().not_in_backup, ElementsAre(database_ + ".new"));
  EXPECT_FALSE(compare().is_same());
}

TEST_P(ComparisonTest, OfChosenCollectionsAsksForNoOthers) {
  insert("users", R"({"_id": 1})");
  insert("orders", R"({"_id": 1})");
  back_up(JsonFormat::canonical, {"users"});
  EXPECT_TRUE(compare().is_same());
}

TEST_P(ComparisonTest, FindsIndexesThatDiffer) {
  insert("users", R"({"_id": 1, "a": 1})");
  client_.create_index(database_, "users", R"({"key": {"a": 1}, "name": "a_1"})");
  back_up();
  client_.command(database_, R"({"dropIndexes": "users", "index": "a_1"})");
  client_.create_index(database_, "users", R"({"key": {"a": 1}, "name": "a_1", "unique": true})");
  client_.create_index(database_, "users", R"({"key": {"b": 1}, "name": "b_1"})");
  EXPECT_THAT(difference().metadata, UnorderedElementsAre(HasSubstr("`unique` of index `a_1`"),
                                                          HasSubstr("index `b_1` is not in the backup")));
}

TEST_P(ComparisonTest, OfAnotherDatabaseLooksThere) {
  insert("users", R"({"_id": 1})");
  back_up();
  const std::string other = test::fresh_database();
  client_.insert(other, "users", R"({"_id": 1})");
  const ComparisonReport report = compare_with(server_.uri(other));
  EXPECT_TRUE(report.is_same());
  EXPECT_EQ(report.collections.at(0).live_collection, other + ".users");
  EXPECT_EQ(report.collections.at(0).stored_collection, database_ + ".users");
}

TEST_P(ComparisonTest, OfTextWithoutTypesGoesAsFarAsItTells) {
  insert(
      "users",
      R"({"_id": {"$oid": "65d3f1c09f1b2a0012ab34cd"}, "n": {"$numberLong": "5"}, "at": {"$date": "2024-02-20T01:00:00Z"}})");
  insert("users", R"({"_id": 9, "n": 5})");
  insert("users", R"({"_id": "10"})");
  for (const JsonFormat format : {JsonFormat::plain, JsonFormat::relaxed}) {
    back_up(format);
    const ComparisonReport report = compare();
    EXPECT_TRUE(report.is_same());
    EXPECT_EQ(report.collections.at(0).same, 3U);
    EXPECT_THAT(report.notes, ElementsAre(HasSubstr("documents were compared without those types")));
  }
  set("users", R"({"_id": 9})", R"({"n": 6})");
  EXPECT_EQ(difference().changed, 1U);
}

TEST_P(ComparisonTest, OfADamagedFileSaysWhereAndComparesTheOthers) {
  insert("orders", R"({"_id": 1})");
  insert("users", R"({"_id": 1})");
  back_up();
  test::write_file(folder_ / "orders.json", "[\n{\"_id\":\n]\n");
  const ComparisonReport report = compare();
  EXPECT_THAT(report.collections.at(0).error, HasSubstr("orders.json: line 2"));
  EXPECT_EQ(report.collections.at(1).same, 1U);
  EXPECT_FALSE(report.is_same());
}

TEST_P(ComparisonTest, WithoutAServerIsAConnectionError) {
  insert("users", R"({"_id": 1})");
  back_up();
  test::TcpProxy proxy(server_.port());
  proxy.refuse_connections();
  const std::string uri = server_.uri_through(proxy.port());
  try {
    compare_with(uri + (uri.find('?') == std::string::npos ? "?" : "&") + "serverSelectionTimeoutMS=300");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::connection);
  }
}

INSTANTIATE_TEST_SUITE_P(EveryServer, ComparisonTest, testing::ValuesIn(test::every_server), test::NameOfServer());

/// Of what only the full servers have, a filter to go on behind a document among it.
class FullComparisonTest : public ComparisonTest {};

TEST_P(FullComparisonTest, FindsOptionsAndTypesThatDiffer) {
  client_.create_collection(database_, "log", R"({"capped": true, "size": 100000})");
  insert("log", R"({"_id": 1})");
  back_up();
  client_.drop_collection(database_, "log");
  insert("log", R"({"_id": 1})");
  EXPECT_THAT(difference().metadata, testing::Contains(HasSubstr("option `capped` is true in the backup and not set")));
  client_.drop_collection(database_, "log");
  insert("other", R"({"_id": 1})");
  client_.create_collection(database_, "log", R"({"viewOn": "other", "pipeline": []})");
  EXPECT_THAT(difference().metadata, testing::Contains("it is a collection in the backup and a view in the database"));
}

TEST_P(FullComparisonTest, OfAViewIsThatOfItsDefinition) {
  insert_numbered("users", 5);
  client_.create_collection(database_, "few", R"({"viewOn": "users", "pipeline": [{"$match": {"_id": 1}}]})");
  back_up();
  EXPECT_TRUE(compare().is_same());
  client_.drop_collection(database_, "few");
  client_.create_collection(database_, "few", R"({"viewOn": "users", "pipeline": [{"$match": {"_id": 2}}]})");
  EXPECT_THAT(difference().metadata, ElementsAre(HasSubstr("option `pipeline`")));
}

TEST_P(FullComparisonTest, OfATimeSeriesIsThatOfItsDocumentsInAnyOrder) {
  client_.create_collection(database_, "temperatures", R"({"timeseries": {"timeField": "at", "metaField": "room"}})");
  const auto reading = [](int id, int second) {
    return "{\"_id\": " + std::to_string(id) + ", \"at\": {\"$date\": \"2024-02-20T01:00:0" + std::to_string(second) +
           "Z\"}, \"room\": \"a\"}";
  };
  for (int i = 0; i < 5; ++i) insert("temperatures", reading(i, i));
  back_up();
  const ComparisonReport report = compare();
  EXPECT_TRUE(report.is_same()) << testing::PrintToString(report.collections.at(0).metadata);
  EXPECT_EQ(report.collections.at(0).same, 5U);
  insert("temperatures", reading(9, 9));
  EXPECT_EQ(difference().added, 1U);
}

TEST_P(FullComparisonTest, OfACollationDoesNotGoByTheOrderOfBytes) {
  client_.create_collection(database_, "words", R"({"collation": {"locale": "en", "strength": 3}})");
  for (const char* word : {"a", "B", "c", "D"}) insert("words", "{\"_id\": \"" + std::string(word) + "\"}");
  back_up();
  EXPECT_TRUE(compare().is_same());
  set("words", R"({"_id": "B"})", R"({"n": 1})");
  const CollectionComparison found = difference();
  EXPECT_EQ(found.same, 3U);
  EXPECT_EQ(found.changed, 1U);
}

TEST_P(FullComparisonTest, OfAllDatabasesFindsNewOnes) {
  insert("users", R"({"_id": 1})");
  BackupSettings settings;
  settings.root = temp_.path() / "backup";
  settings.all_databases = true;
  BackupService service(client_.get(), settings);
  service.set_log_handler([](const LogEntry&) {});
  folder_ = service.create_backup().folder;
  EXPECT_TRUE(compare_with(server_.uri()).is_same());
  const std::string other = test::fresh_database();
  client_.insert(other, "users", R"({"_id": 1})");
  EXPECT_THAT(compare_with(server_.uri()).not_in_backup, ElementsAre(other + ".users"));
  EXPECT_TRUE(compare_with(server_.uri(), database_).is_same()) << "one of them";
  client_.drop_database(other);
}

TEST_P(FullComparisonTest, TakesUpWhatTheNetworkBreaks) {
  insert_numbered("users", 5000);
  back_up();
  test::TcpProxy proxy(server_.port());
  proxy.cut_after(300000);
  const ComparisonReport report = compare_with(server_.uri_through(proxy.port()), database_);
  proxy.await_cut();
  EXPECT_TRUE(report.is_same()) << report.collections.at(0).error;
  EXPECT_EQ(report.collections.at(0).same, 5000U);
}

INSTANTIATE_TEST_SUITE_P(FullServers, FullComparisonTest, testing::ValuesIn(test::full_servers), test::NameOfServer());

}  // namespace
}  // namespace mongokeep::verify
