#include "mongo/collection_commands.h"

#include <gmock/gmock.h>

#include "mongo/catalogue.h"
#include "support/mongo_client.h"
#include "support/server.h"
#include "support/wire_tap.h"

namespace mongokeep::mongo {
namespace {

using test::ServerKind;
using testing::HasSubstr;

extjson::BsonView view_of(const test::Bytes& bytes) {
  return {bytes.data(), bytes.size()};
}

class CollectionCommands : public testing::TestWithParam<ServerKind> {
 protected:
  void create(const std::string& name, std::string_view options = "{}") {
    const test::Bytes bytes = test::bson_from_json(options);
    create_collection(client_, {ns_.database, name}, view_of(bytes), confirmation_);
  }

  void index(const std::vector<std::string>& indexes) {
    std::vector<test::Bytes> bytes;
    std::vector<extjson::BsonView> views;
    for (const std::string& json : indexes) bytes.push_back(test::bson_from_json(json));
    for (const test::Bytes& one : bytes) views.push_back(view_of(one));
    create_indexes(client_, ns_, views, {}, confirmation_);
  }

  std::vector<std::string> index_texts() {
    std::vector<std::string> texts;
    const std::vector<test::Bytes> indexes = list_indexes(client_, ns_).value_or(std::vector<test::Bytes>());
    for (const test::Bytes& one : indexes) texts.push_back(test::relaxed_json(one));
    return texts;
  }

  std::string options_of(const std::string& name) {
    const auto info = find_collection(client_, {ns_.database, name});
    return info ? test::relaxed_json(info->options) : "none";
  }

  Namespace ns_{test::fresh_database(), "things"};
  test::Server& server_ = test::shared_server(GetParam());
  test::MongoClient other_{server_.uri()};
  Connection connection_ = Connection::open(server_.uri());
  Client client_ = connection_.acquire();
  Confirmation confirmation_;
};

TEST_P(CollectionCommands, MakesACollectionOnce) {
  create("things");
  EXPECT_TRUE(find_collection(client_, ns_));
  try {
    create("things", R"({"capped": true, "size": 4096})");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::server);
    EXPECT_EQ(error.subject(), ns_.text());
    EXPECT_FALSE(error.cause().empty());
  }
}

TEST_P(CollectionCommands, BuildsIndexesAsTheyAreListed) {
  create("things");
  index({R"({"v": 2, "key": {"a": 1, "b": -1}, "name": "a and b", "unique": true, "ns": "elsewhere.things"})",
         R"({"v": 2, "key": {"c": 1}, "name": "c"})"});
  EXPECT_THAT(index_texts(), testing::IsSupersetOf({HasSubstr(R"("a" : 1, "b" : -1)"), HasSubstr(R"("name" : "c")")}));
  EXPECT_THAT(index_texts(), testing::Each(testing::Not(HasSubstr("elsewhere"))));
  EXPECT_NO_THROW(index({}));
}

TEST_P(CollectionCommands, SaysWhyAnIndexCannotBeBuilt) {
  other_.insert(ns_.database, ns_.collection, R"({"_id": 1, "a": 1})");
  other_.insert(ns_.database, ns_.collection, R"({"_id": 2, "a": 1})");
  try {
    index({R"({"key": {"a": 1}, "name": "a", "unique": true})"});
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::server);
    EXPECT_EQ(error.subject(), ns_.text());
    EXPECT_FALSE(error.cause().empty());
  }
}

TEST_P(CollectionCommands, DropsWhatIsThereAndMindsNothingElse) {
  create("things");
  drop_collection(client_, ns_, confirmation_);
  EXPECT_FALSE(find_collection(client_, ns_));
  EXPECT_NO_THROW(drop_collection(client_, ns_, confirmation_));
  create("things");
  drop_database(client_, ns_.database, confirmation_);
  EXPECT_TRUE(list_collections(client_, ns_.database).empty());
  EXPECT_NO_THROW(drop_database(client_, ns_.database, confirmation_));
}

TEST_P(CollectionCommands, LookWhereTheServerSaysThatThereIsNothing) {
  create("things");
  test::WireTap tap(server_.port(), [](const std::string& command) -> test::WireTap::Verdict {
    if (!command.starts_with(R"({ "drop")") && !command.starts_with(R"({ "listIndexes")")) return {};
    return {test::WireTap::Course::answer, R"({"ok": 0, "code": 26, "errmsg": "ns not found"})"};
  });
  const Connection connection = Connection::open(server_.uri_through(tap.port()));
  const Client client = connection.acquire();
  const auto cause_of = [](const auto& action) -> std::string {
    try {
      action();
    } catch (const Error& error) {
      return error.cause();
    }
    return "none";
  };
  EXPECT_THAT(cause_of([&] { drop_collection(client, ns_, confirmation_); }), HasSubstr("and lists it"));
  EXPECT_THAT(cause_of([&] { list_indexes(client, ns_); }), HasSubstr("and lists it"));
  EXPECT_NO_THROW(drop_collection(client, {ns_.database, "others"}, confirmation_));
  EXPECT_FALSE(list_indexes(client, {ns_.database, "others"}));
}

TEST_P(CollectionCommands, SeesWhetherACollectionIsEmpty) {
  EXPECT_FALSE(has_documents(client_, ns_));
  create("things");
  EXPECT_FALSE(has_documents(client_, ns_));
  other_.insert(ns_.database, ns_.collection, R"({"_id": 1})");
  EXPECT_TRUE(has_documents(client_, ns_));
}

TEST_P(CollectionCommands, HearOfRefusalsEvenWhereTheUriAsksForNoAnswer) {
  const std::string uri = server_.uri();
  const Connection connection = Connection::open(uri + (uri.find('?') == std::string::npos ? "?" : "&") + "w=0");
  const Client client = connection.acquire();
  const test::Bytes none = test::bson_from_json("{}");
  create_collection(client, ns_, view_of(none), confirmation_);
  const test::Bytes capped = test::bson_from_json(R"({"capped": true, "size": 4096})");
  EXPECT_THROW(create_collection(client, ns_, view_of(capped), confirmation_), Error);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, CollectionCommands, testing::ValuesIn(test::every_server), test::NameOfServer());

class CollectionCommandsOfFullServer : public CollectionCommands {};

TEST_P(CollectionCommandsOfFullServer, MakesCollectionsWithTheirOptions) {
  create("capped", R"({"capped": true, "size": 4096, "max": 3})");
  create("strict", R"({"validator": {"x": {"$gt": 1}}, "validationLevel": "moderate", "validationAction": "warn"})");
  create("measured", R"({"timeseries": {"timeField": "t", "metaField": "m", "granularity": "hours"}})");
  create("shown", R"({"viewOn": "strict", "pipeline": [{"$match": {"x": 5}}]})");
  EXPECT_THAT(options_of("capped"), HasSubstr(R"("max" : 3)"));
  EXPECT_THAT(options_of("strict"), HasSubstr(R"("validationAction" : "warn")"));
  EXPECT_THAT(options_of("measured"), HasSubstr(R"("granularity" : "hours")"));
  EXPECT_THAT(options_of("shown"), HasSubstr(R"("$match" : { "x" : 5 })"));
}

TEST_P(CollectionCommandsOfFullServer, LookIntoViewsAndDropThem) {
  create("things");
  create("shown", R"({"viewOn": "things", "pipeline": [{"$match": {"x": 5}}]})");
  const Namespace shown{ns_.database, "shown"};
  other_.insert(ns_.database, ns_.collection, R"({"_id": 1})");
  EXPECT_FALSE(has_documents(client_, shown));
  other_.insert(ns_.database, ns_.collection, R"({"_id": 2, "x": 5})");
  EXPECT_TRUE(has_documents(client_, shown));
  drop_collection(client_, shown, confirmation_);
  EXPECT_FALSE(find_collection(client_, shown));
  EXPECT_TRUE(has_documents(client_, ns_));
}

TEST_P(CollectionCommandsOfFullServer, SayWhichRoleIsMissing) {
  const test::FailPoint fail(
      server_.uri(), R"("alwaysOn")",
      R"({"failCommands": ["create", "createIndexes", "drop", "dropDatabase"], "errorCode": 13})");
  const auto hint_of = [](const auto& action) -> std::string {
    try {
      action();
      return "no error";
    } catch (const Error& error) {
      return error.hint();
    }
  };
  EXPECT_THAT(hint_of([&] { create("more"); }), HasSubstr("readWrite"));
  EXPECT_THAT(hint_of([&] { index({R"({"key": {"a": 1}, "name": "a"})"}); }), HasSubstr("readWrite"));
  EXPECT_THAT(hint_of([&] { drop_collection(client_, ns_, confirmation_); }), HasSubstr("readWrite"));
  EXPECT_THAT(hint_of([&] { drop_database(client_, ns_.database, confirmation_); }), HasSubstr("readWrite"));
}

INSTANTIATE_TEST_SUITE_P(FullServers, CollectionCommandsOfFullServer, testing::ValuesIn(test::full_servers),
                         test::NameOfServer());

}  // namespace
}  // namespace mongokeep::mongo
