#include "mongo/connection.h"

#include <gtest/gtest.h>
#include <mongoc/mongoc.h>

#include <optional>

#include "support/server.h"
#include "support/tcp_proxy.h"

namespace mongokeep::mongo {
namespace {

using test::ServerKind;

/// A client behind a proxy that would look for a server for longer than a test may take.
class GoneServer : public testing::TestWithParam<ServerKind> {
 protected:
  void SetUp() override {
    const std::string uri = server_.uri_through(proxy_.port());
    const char* const separator = uri.find('?') == std::string::npos ? "?" : "&";
    client_ = Connection::open(uri + separator + "serverSelectionTimeoutMS=3600000").acquire();
  }

  /// Null: in a session of its own.
  bool is_answered(mongoc_client_session_t* session) {
    bson_t command = BSON_INITIALIZER;
    bson_t opts = BSON_INITIALIZER;
    bson_error_t error;
    BSON_APPEND_INT32(&command, "ping", 1);
    if (session != nullptr) mongoc_client_session_append(session, &opts, &error);
    const bool is = mongoc_client_command_with_opts(client_->get(), "admin", &command, nullptr, &opts, nullptr, &error);
    bson_destroy(&opts);
    bson_destroy(&command);
    return is;
  }

  void take_server_away() {
    proxy_.refuse_connections();
    proxy_.cut_after(0);
    proxy_.await_cut();
  }

  test::Server& server_ = test::shared_server(GetParam());
  test::TcpProxy proxy_{server_.port()};
  std::optional<Client> client_;
};

TEST_P(GoneServer, IsNotWaitedForByAClientThatGoes) {
  bson_error_t error;
  mongoc_client_session_t* const session = mongoc_client_start_session(client_->get(), nullptr, &error);
  ASSERT_NE(session, nullptr) << error.message;
  EXPECT_TRUE(is_answered(session));
  take_server_away();
  EXPECT_FALSE(is_answered(nullptr));
  // From now on it is one that the client would end.
  mongoc_client_session_destroy(session);
  client_.reset();
}

INSTANTIATE_TEST_SUITE_P(FullServers, GoneServer, testing::ValuesIn(test::full_servers), test::NameOfServer());

}  // namespace
}  // namespace mongokeep::mongo
