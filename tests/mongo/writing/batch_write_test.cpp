#include "mongo/writing/batch_write.h"

#include <gmock/gmock.h>

#include "extjson/bson_builder.h"
#include "mongo/writing/write_target.h"
#include "mongokeep/error.h"
#include "support/loopback.h"

namespace mongokeep::mongo {
namespace {

using extjson::BsonBuilder;
using extjson::BsonType;
using extjson::stored;
using test::Bytes;
using test::ServerKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Why = Refusal::Why;

/// A document beyond what a server takes, by a few bytes.
Bytes too_large(std::int32_t id) {
  return BsonBuilder().add_int32("_id", id).add_string("text", std::string(16 * 1024 * 1024, 'x')).bytes();
}

TEST(BatchWriteOfNothing, AsksNobody) {
  const std::string host = "127.0.0.1:" + std::to_string(test::unused_port());
  const Connection connection = Connection::open("mongodb://" + host);
  const Client client = connection.acquire();
  const Namespace ns{"a", "b"};
  const BatchResult result = write_batch({.client = client, .ns = ns}, {});
  EXPECT_EQ(result.inserted, 0U);
}

class BatchWrite : public testing::TestWithParam<ServerKind> {
 protected:
  test::Server& server_ = test::shared_server(GetParam());
  WriteTarget target_{server_};
};

TEST_P(BatchWrite, InsertsTheBytesThatItIsGiven) {
  const std::vector<Bytes> documents = {
      BsonBuilder()
          .add_int32("_id", 1)
          .add_string("name", "Zoë")
          .add(BsonType::int64, "n", stored(std::int64_t{7}))
          .bytes(),
      BsonBuilder().add_int32("_id", 2).add(BsonType::null, "nothing").add(BsonType::boolean, "yes", {"\1", 1}).bytes(),
      BsonBuilder().add_int32("_id", 3).bytes()};
  const BatchResult result = target_.write(batch_of(documents));
  EXPECT_EQ(result.inserted, 3U);
  EXPECT_THAT(result.refusals, IsEmpty());
  EXPECT_EQ(target_.stored_bytes(), documents);
}

TEST_P(BatchWrite, RefusesDuplicatesAndGoesOn) {
  target_.insert(R"({"_id": 2, "old": true})");
  target_.insert(R"({"_id": 3})");
  const BatchResult result = target_.write(batch_of({numbered(1), numbered(2), numbered(3), numbered(4)}));
  EXPECT_EQ(result.inserted, 2U);
  EXPECT_EQ(result.replaced + result.present, 0U);
  // The same bytes as well: only a repeated command may have brought them in itself.
  EXPECT_THAT(result.refusals, ElementsAre(IsRefusal(1, Why::duplicate_key), IsRefusal(2, Why::duplicate_key)));
  EXPECT_THAT(result.refusals.at(0).reason, HasSubstr("E11000"));
  EXPECT_THAT(result.refusals.at(0).reason, HasSubstr("server error 11000"));
  EXPECT_EQ(target_.stored_bytes().size(), 4U);
}

TEST_P(BatchWrite, UpsertPutsDocumentsInThePlaceOfOthers) {
  target_.insert(R"({"_id": 2, "old": true})");
  const BatchResult result =
      target_.write(batch_of({numbered(1), R"({"_id": 2, "new": true})", numbered(3)}), WriteMode::upsert);
  EXPECT_EQ(result.inserted, 2U);
  EXPECT_EQ(result.replaced, 1U);
  EXPECT_THAT(result.refusals, IsEmpty());
  EXPECT_EQ(target_.stored_texts().at(1), R"({ "_id" : 2, "new" : true })");
}

TEST_P(BatchWrite, UpsertGoesOnBehindARefusal) {
  target_.create_index(R"({"key": {"name": 1}, "name": "by_name", "unique": true})");
  target_.insert(R"({"_id": 1, "name": "a"})");
  const BatchResult result =
      target_.write(batch_of({R"({"_id": 2, "name": "b"})", R"({"_id": 3, "name": "a"})", R"({"_id": 4, "name": "c"})",
                              R"({"_id": 5, "name": "a"})", R"({"_id": 6, "name": "d"})"}),
                    WriteMode::upsert);
  EXPECT_EQ(result.inserted + result.replaced, 3U);
  EXPECT_THAT(result.refusals, ElementsAre(IsRefusal(1, Why::duplicate_key), IsRefusal(3, Why::duplicate_key)));
  EXPECT_EQ(target_.stored_bytes().size(), 4U);
}

TEST_P(BatchWrite, UpsertNeedsAnIdAndAFirstKeyThatIsNoOperator) {
  const BatchResult result =
      target_.write(batch_of({R"({"x": 1})", numbered(1), R"({"$set": {"x": 1}, "_id": 2})"}), WriteMode::upsert);
  EXPECT_EQ(result.inserted, 1U);
  EXPECT_THAT(result.refusals, ElementsAre(IsRefusal(0, Why::other), IsRefusal(2, Why::other)));
  EXPECT_THAT(result.refusals.at(0).reason, HasSubstr("_id"));
  EXPECT_THAT(result.refusals.at(1).reason, HasSubstr("$"));
}

TEST_P(BatchWrite, MissingOnlyLeavesWhatIsThere) {
  target_.create_index(R"({"key": {"name": 1}, "name": "by_name", "unique": true})");
  target_.insert(R"({"_id": 1, "name": "a"})");
  const BatchResult result = target_.write(batch_of({R"({"_id": 1, "name": "z"})", R"({"_id": 1, "name": "a"})",
                                                     R"({"_id": 2, "name": "a"})", R"({"_id": 3})"}),
                                           WriteMode::missing_only);
  EXPECT_EQ(result.inserted, 1U);
  EXPECT_EQ(result.present, 2U);
  EXPECT_THAT(result.refusals, ElementsAre(IsRefusal(2, Why::duplicate_key)));
  EXPECT_THAT(target_.stored_texts(), ElementsAre(R"({ "_id" : 1, "name" : "a" })", R"({ "_id" : 3 })"));
}

TEST_P(BatchWrite, RefusesADocumentThatIsTooLargeAlone) {
  for (const WriteMode mode : {WriteMode::insert, WriteMode::upsert, WriteMode::missing_only}) {
    const BatchResult result =
        target_.write(batch_of({test::bson_from_json(numbered(static_cast<int>(mode))), too_large(9),
                                test::bson_from_json(numbered(static_cast<int>(mode) + 3))}),
                      mode);
    EXPECT_EQ(result.inserted, 2U);
    EXPECT_THAT(result.refusals, ElementsAre(IsRefusal(1, Why::other)));
    EXPECT_THAT(result.refusals.at(0).reason, HasSubstr("16777216"));
  }
  EXPECT_EQ(target_.stored_bytes().size(), 6U);
}

TEST_P(BatchWrite, LeavesItToTheServerToMakeAnId) {
  EXPECT_EQ(target_.write(batch_of({R"({"x": 1})", R"({"x": 1})"})).inserted, 2U);
  EXPECT_EQ(target_.stored_bytes().size(), 2U);
}

TEST_P(BatchWrite, CutsAReasonThatIsLong) {
  const std::string text(5000, 'x');
  const std::string document = R"({"_id": ")" + text + R"("})";
  target_.insert(document);
  const BatchResult result = target_.write(batch_of({document}));
  ASSERT_EQ(result.refusals.size(), 1U);
  EXPECT_LT(result.refusals[0].reason.size(), 600U);
  EXPECT_THAT(result.refusals[0].reason, HasSubstr("server error 11000"));
}

TEST_P(BatchWrite, StopsBeforeItBegins) {
  std::stop_source source;
  source.request_stop();
  target_.context().stop = source.get_token();
  try {
    target_.write(batch_of({numbered(1)}));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::stopped);
  }
  EXPECT_THAT(target_.stored_bytes(), IsEmpty());
}

TEST_P(BatchWrite, HearsOfRefusalsEvenWhereTheUriAsksForNoAnswer) {
  WriteTarget target(server_, with_option(server_.uri(), "w=0"));
  target.insert(numbered(1));
  const BatchResult result = target.write(batch_of({numbered(1), numbered(2)}));
  EXPECT_EQ(result.inserted, 1U);
  EXPECT_EQ(result.refusals.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, BatchWrite, testing::ValuesIn(test::every_server), test::NameOfServer());

class BatchWriteToFullServer : public BatchWrite {};

TEST_P(BatchWriteToFullServer, RefusesWhatAValidatorDoesNotPass) {
  target_.create(
      R"({"validator": {"$jsonSchema": {"required": ["size"], "properties": {"size": {"bsonType": "int"}}}}})");
  const DocumentBatch batch = batch_of({R"({"_id": 1, "size": 5})", R"({"_id": 2, "size": "L"})", numbered(3)});
  for (const WriteMode mode : {WriteMode::upsert, WriteMode::missing_only}) {
    const BatchResult result = target_.write(batch, mode);
    EXPECT_THAT(result.refusals, ElementsAre(IsRefusal(1, Why::validation), IsRefusal(2, Why::validation)));
    EXPECT_THAT(result.refusals.at(0).reason, HasSubstr("bsonType"));
    EXPECT_EQ(result.inserted + result.present, 1U);
  }
  target_.context().validation = Validation::bypassed;
  EXPECT_EQ(target_.write(batch, WriteMode::missing_only).inserted, 2U);
  EXPECT_EQ(target_.write(batch, WriteMode::upsert).replaced, 3U);
}

TEST_P(BatchWriteToFullServer, MissingOnlyTakesOneNumberForAnother) {
  target_.insert(R"({"_id": {"$numberDouble": "1.0"}})");
  const BatchResult result = target_.write(batch_of({numbered(1)}), WriteMode::missing_only);
  EXPECT_EQ(result.present, 1U);
}

TEST_P(BatchWriteToFullServer, MissingOnlyLooksWhereThereIsNoIndexOnId) {
  target_.create(R"({"timeseries": {"timeField": "t"}})");
  target_.context().id_index = IdIndex::none;
  const DocumentBatch batch = batch_of({R"({"_id": 1, "t": {"$date": "2024-01-01T00:00:00Z"}})",
                                        R"({"_id": 2, "t": {"$date": "2024-01-02T00:00:00Z"}})"});
  EXPECT_EQ(target_.write(batch, WriteMode::missing_only).inserted, 2U);
  EXPECT_EQ(target_.write(batch, WriteMode::missing_only).present, 2U);
  EXPECT_EQ(target_.stored_bytes().size(), 2U);
}

TEST_P(BatchWriteToFullServer, FindsTheDocumentThatTheServerCannotRead) {
  std::vector<Bytes> documents;
  for (std::int32_t id = 0; id < 20; ++id) documents.push_back(BsonBuilder().add_int32("_id", id).bytes());
  documents[7] = BsonBuilder().add_int32("_id", 7).add_string("text", "\xC3(").bytes();
  documents[13] = BsonBuilder().add_int32("_id", 13).add(BsonType::boolean, "neither", {"\2", 1}).bytes();
  const BatchResult result = target_.write(batch_of(documents));
  EXPECT_EQ(result.inserted, 18U);
  EXPECT_THAT(result.refusals, ElementsAre(IsRefusal(7, Why::other), IsRefusal(13, Why::other)));
}

TEST_P(BatchWriteToFullServer, RepeatsWhatWasBrokenBeforeItWentIn) {
  const test::FailPoint fail(server_.uri(), R"({"times": 3})",
                             R"({"failCommands": ["insert"], "closeConnection": true, "appName": "broken"})");
  WriteTarget target(server_, with_option(server_.uri(), "appName=broken"));
  const BatchResult result = target.write(batch_of({numbered(1), numbered(2)}));
  EXPECT_EQ(result.inserted, 2U);
  EXPECT_THAT(result.refusals, IsEmpty());
}

TEST_P(BatchWriteToFullServer, RepeatsWhereTheServerIsNotReady) {
  const test::FailPoint fail(server_.uri(), R"({"times": 3})",
                             R"({"failCommands": ["insert"], "errorCode": 11602, "appName": "unready"})");
  WriteTarget target(server_, with_option(server_.uri(), "appName=unready"));
  EXPECT_EQ(target.write(batch_of({numbered(1), numbered(2)})).inserted, 2U);
}

TEST_P(BatchWriteToFullServer, GivesUpWhereTheServerRefusesTheWholeWrite) {
  const test::FailPoint fail(server_.uri(), R"("alwaysOn")",
                             R"({"failCommands": ["insert"], "errorCode": 13, "appName": "refused"})");
  WriteTarget target(server_, with_option(server_.uri(), "appName=refused"));
  try {
    target.write(batch_of({numbered(1), numbered(2)}));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::server);
    EXPECT_EQ(error.subject(), target.ns().text());
    EXPECT_THAT(error.hint(), HasSubstr("readWrite"));
  }
}

TEST_P(BatchWriteToFullServer, SaysWhichRoleIsMissing) {
  test::Server guarded(GetParam(), {.access = test::ServerSettings::Access::password});
  const std::string own_database = test::fresh_database();
  test::MongoClient(guarded.uri())
      .command(own_database, R"({"createUser": "clerk", "pwd": "pass", "roles": [{"role": "readWrite", "db": ")" +
                                 own_database + R"("}]})");
  WriteTarget target(guarded, "mongodb://clerk:pass@" + guarded.host() + "/?authSource=" + own_database);
  try {
    target.write(batch_of({numbered(1), numbered(2)}));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::server);
    EXPECT_THAT(error.hint(), HasSubstr("readWrite"));
  }
}

INSTANTIATE_TEST_SUITE_P(FullServers, BatchWriteToFullServer, testing::ValuesIn(test::full_servers),
                         test::NameOfServer());

}  // namespace
}  // namespace mongokeep::mongo
