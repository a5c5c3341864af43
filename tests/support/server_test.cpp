#include "support/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "support/mongo_client.h"
#include "support/tcp_proxy.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class EveryServer : public testing::TestWithParam<ServerKind> {};

TEST_P(EveryServer, KeepsWhatWasWrittenOverARestart) {
  Server server(GetParam());
  const std::uint16_t port = server.port();
  {
    MongoClient client(server.uri());
    client.insert("shop", "users", R"({"_id": 1, "name": "Zoë"})");
    client.create_index("shop", "users", R"({"key": {"name": 1}, "name": "by_name"})");
  }
  server.stop();
  server.start();
  EXPECT_EQ(server.port(), port);
  MongoClient client(server.uri());
  EXPECT_EQ(client.count("shop", "users"), 1U);
  ASSERT_EQ(client.find_all("shop", "users").size(), 1U);
  EXPECT_EQ(client.find_all("shop", "users")[0], bson_from_json(R"({"_id": 1, "name": "Zoë"})"));
  EXPECT_THAT(client.command("shop", R"({"listIndexes": "users"})"), HasSubstr("by_name"));
}

TEST_P(EveryServer, IsSharedByFreshDatabases) {
  Server& server = shared_server(GetParam());
  EXPECT_EQ(&server, &shared_server(GetParam()));
  MongoClient client(server.uri());
  const std::string database = fresh_database();
  EXPECT_NE(database, fresh_database());
  client.create_collection(database, "capped", R"({"capped": true, "size": 4096})");
  client.insert(database, "plain", {bson_from_json(R"({"_id": 2})"), bson_from_json(R"({"_id": 1})")});
  EXPECT_THAT(client.collection_names(database), testing::UnorderedElementsAre("capped", "plain"));
  EXPECT_THAT(client.find_all(database, "plain"),
              ElementsAre(bson_from_json(R"({"_id": 1})"), bson_from_json(R"({"_id": 2})")));
  client.drop_collection(database, "capped");
  EXPECT_THAT(client.collection_names(database), ElementsAre("plain"));
  client.drop_database(database);
  EXPECT_THAT(client.collection_names(database), ElementsAre());
}

TEST_P(EveryServer, IsReachedThroughAProxy) {
  Server& server = shared_server(GetParam());
  TcpProxy proxy(server.port());
  const std::string database = fresh_database();
  MongoClient client(server.uri_through(proxy.port()));
  client.insert(database, "users", R"({"_id": 1})");
  EXPECT_EQ(client.count(database, "users"), 1U);
  EXPECT_GT(proxy.bytes_from_server(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Real, EveryServer, testing::ValuesIn(every_server), NameOfServer());

class FullServer : public testing::TestWithParam<ServerKind> {};

TEST_P(FullServer, FailsWhereItIsTold) {
  Server& server = shared_server(GetParam());
  MongoClient client(server.uri());
  const std::string database = fresh_database();
  client.insert(database, "users", R"({"_id": 1})");
  {
    const FailPoint fail_point(server.uri(), R"("alwaysOn")", R"({"failCommands": ["find"], "errorCode": 13})");
    EXPECT_THROW(client.find_all(database, "users"), MongoError);
  }
  EXPECT_EQ(client.find_all(database, "users").size(), 1U);
}

TEST_P(FullServer, AsksForThePassword) {
  Server server(GetParam(), {.access = ServerSettings::Access::password});
  MongoClient(server.uri()).insert("shop", "users", R"({"_id": 1})");
  MongoClient stranger("mongodb://" + server.host() + "/");
  try {
    stranger.count("shop", "users");
    FAIL() << "a stranger was let in";
  } catch (const MongoError& error) {
    EXPECT_EQ(error.code(), 13U);
  }
}

TEST_P(FullServer, SpeaksTls) {
  Server server(GetParam(), {.transport = ServerSettings::Transport::tls});
  MongoClient(server.uri()).insert("shop", "users", R"({"_id": 1})");
  EXPECT_EQ(MongoClient(server.uri()).count("shop", "users"), 1U);
  MongoClient plain("mongodb://" + server.host() + "/?serverSelectionTimeoutMS=500");
  EXPECT_THROW(plain.count("shop", "users"), MongoError);
}

INSTANTIATE_TEST_SUITE_P(Real, FullServer, testing::ValuesIn(full_servers), NameOfServer());

TEST(ServerKind, SaysWhatToRunWhereAServerIsMissing) {
  ASSERT_EQ(::setenv("MKTEST_SERVER_SECANTUS_RUST", "/nowhere/secantus", 1), 0);
  EXPECT_THAT([] { command_of(ServerKind::secantus_rust); },
              testing::ThrowsMessage<std::runtime_error>(
                  testing::AllOf(HasSubstr("/nowhere/secantus"), HasSubstr("run scripts/test"))));
  ::unsetenv("MKTEST_SERVER_SECANTUS_RUST");
}

}  // namespace
}  // namespace mongokeep::test
