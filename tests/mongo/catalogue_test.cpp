#include "mongo/catalogue.h"

#include <gmock/gmock.h>

#include "mongo/sharding.h"
#include "mongokeep/error.h"
#include "support/loopback.h"
#include "support/mongo_client.h"
#include "support/server.h"

namespace mongokeep::mongo {
namespace {

using test::ServerKind;

class Catalogue : public testing::TestWithParam<ServerKind> {
 protected:
  std::string database_ = test::fresh_database();
  test::MongoClient writer_{test::shared_server(GetParam()).uri()};
  Connection connection_ = Connection::open(test::shared_server(GetParam()).uri(database_));
  Client client_ = connection_.acquire();
  Patience patience_{{}};
};

TEST_P(Catalogue, ListsCollectionsByName) {
  for (const char* name : {"b", "a", "C"}) writer_.create_collection(database_, name);
  std::vector<std::string> names;
  for (const CollectionInfo& info : list_collections(client_, database_)) {
    names.push_back(info.name);
    EXPECT_EQ(info.type, "collection");
  }
  EXPECT_THAT(names, testing::ElementsAre("C", "a", "b"));
  EXPECT_TRUE(list_collections(client_, test::fresh_database()).empty());
}

TEST_P(Catalogue, TellsACollectionFromItsSuccessor) {
  writer_.create_collection(database_, "a");
  const auto first = find_collection(client_, {database_, "a"});
  writer_.drop_collection(database_, "a");
  EXPECT_EQ(find_collection(client_, {database_, "a"}), std::nullopt);
  writer_.create_collection(database_, "a");
  const auto second = find_collection(client_, {database_, "a"});
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->identity, second->identity);
}

TEST_P(Catalogue, ListsIndexesOfACollectionThatIsThere) {
  writer_.create_collection(database_, "a");
  writer_.create_index(database_, "a", R"({"key": {"x": 1}, "name": "by_x"})");
  EXPECT_EQ(list_indexes(client_, {database_, "a"})->size(), 2U);
  EXPECT_EQ(list_indexes(client_, {database_, "none"}), std::nullopt);
}

TEST_P(Catalogue, EstimatesAndNames) {
  for (const char* id : {"1", "2"}) writer_.insert(database_, "a", std::string("{\"_id\": ") + id + "}");
  EXPECT_EQ(estimated_count(client_, {database_, "a"}), 2U);
  EXPECT_THAT(list_databases(client_), testing::Contains(database_));
  EXPECT_FALSE(server_version(client_, patience_).empty());
  EXPECT_EQ(default_database(client_), database_);
  EXPECT_EQ(client_.hosts(), test::shared_server(GetParam()).host());
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Catalogue, testing::ValuesIn(test::every_server), test::NameOfServer());

TEST(Connection, RefusesWhatIsNotAUriWithoutRepeatingIt) {
  for (const char* uri : {"", "localhost", "mongodb://u:s3cret@host:port/", "mongodb://u:s3:cr@et@host"}) {
    try {
      Connection::open(uri);
      ADD_FAILURE() << uri;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::configuration);
      EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("s3")));
    }
  }
}

TEST(Connection, ThatCannotBeMadeNamesTheHost) {
  const std::string host = "127.0.0.1:" + std::to_string(test::unused_port());
  const Connection connection = Connection::open("mongodb://" + host + "/?serverSelectionTimeoutMS=200");
  const Client client = connection.acquire();
  try {
    Patience patience({});
    server_version(client, patience);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::connection);
    EXPECT_EQ(error.subject(), host);
  }
}

TEST(Connection, RefusesAProxyThatTheDriverWouldGoPast) {
  for (const char* uri :
       {"mongodb://127.0.0.1/?proxyHost=10.0.0.1", "mongodb://u:p@127.0.0.1/shop?w=1&PROXYPORT=1080"}) {
    try {
      Connection::open(uri);
      ADD_FAILURE() << uri;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::configuration);
      EXPECT_NE(error.cause().find("proxy"), std::string::npos);
    }
  }
}

TEST(ShardKey, IsWhatTheCataloguesEntrySaysAndNoneOfOtherServers) {
  test::Server& server = test::shared_server(test::ServerKind::secantus_rust);
  test::MongoClient setup(server.uri());
  const std::string database = test::fresh_database();
  setup.insert("config", "collections", "{\"_id\": \"" + database + R"(.orders", "key": {"customer": 1}})");
  setup.insert("config", "collections", "{\"_id\": \"" + database + R"(.old", "key": {"a": 1}, "dropped": true})");
  const Client client = Connection::open(server.uri()).acquire();
  EXPECT_EQ(catalogued_shard_key(client, {database, "orders"}), R"({ "customer" : 1 })");
  EXPECT_EQ(catalogued_shard_key(client, {database, "old"}), std::nullopt);
  EXPECT_EQ(catalogued_shard_key(client, {database, "other"}), std::nullopt);
  EXPECT_EQ(shard_key(client, {database, "orders"}), std::nullopt) << "it is no router";
}

TEST(Connection, KnowsTheReadPreferences) {
  Connection connection = Connection::open("mongodb://127.0.0.1/");
  for (const char* mode : {"", "primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest"}) {
    EXPECT_NO_THROW(connection.set_read_preference(mode)) << mode;
  }
  EXPECT_THROW(connection.set_read_preference("secondry"), Error);
}

TEST(Connection, HasAClientThatWaitsForADayUnlessTheUriSetsALimit) {
  const auto limit_of = [](const char* uri) {
    const Connection connection = Connection::open(uri);
    const std::optional<Client> client = connection.acquire_for_long();
    return mongoc_uri_get_option_as_int32(mongoc_client_get_uri(client->get()), MONGOC_URI_SOCKETTIMEOUTMS, 0);
  };
  constexpr int a_day = 24 * 60 * 60 * 1000;
  EXPECT_EQ(limit_of("mongodb://127.0.0.1/"), a_day);
  EXPECT_EQ(limit_of("mongodb://127.0.0.1/?socketTimeoutMS=1234"), 1234);
  const Connection connection = Connection::open("mongodb://127.0.0.1/");
  EXPECT_FALSE(mongoc_uri_has_option(mongoc_client_get_uri(connection.acquire().get()), MONGOC_URI_SOCKETTIMEOUTMS))
      << "all other commands";
}

}  // namespace
}  // namespace mongokeep::mongo
