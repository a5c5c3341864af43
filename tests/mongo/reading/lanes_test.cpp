#include "mongo/reading/lanes.h"

#include <gtest/gtest.h>

#include "support/server.h"
#include "support/tcp_proxy.h"

namespace mongokeep::mongo {
namespace {

using test::ServerKind;
using namespace std::chrono_literals;

class LanesTest : public testing::TestWithParam<ServerKind> {
 protected:
  bool are_worth_it(const std::string& uri, std::chrono::milliseconds distance, const std::string& preference = "") {
    Connection connection = Connection::open(uri);
    connection.set_read_preference(preference);
    const Client client = connection.acquire();
    Lanes lanes(connection, distance);
    const bool are = lanes.are_worth_it(client);
    EXPECT_EQ(lanes.are_worth_it(client), are);
    return are;
  }

  test::Server& server_ = test::shared_server(GetParam());
  test::TcpProxy proxy_{server_.port()};
  const std::string far_ = server_.uri_through(proxy_.port());
};

TEST_P(LanesTest, AreWorthItFromAfar) {
  proxy_.set_latency(20ms);
  EXPECT_TRUE(are_worth_it(far_, 10ms));
  EXPECT_FALSE(are_worth_it(far_, 1min));
}

TEST_P(LanesTest, AreNotWorthItNearby) {
  // A machine that is busy is not a second away.
  EXPECT_FALSE(are_worth_it(server_.uri(), 1s));
}

TEST_P(LanesTest, AreNotWorthItWhereSeveralServersAnswer) {
  proxy_.set_latency(20ms);
  EXPECT_FALSE(are_worth_it(far_, 10ms, "nearest"));
  EXPECT_TRUE(are_worth_it(far_, 10ms, "primary"));
}

TEST_P(LanesTest, AreLentToOneAtATime) {
  const Connection connection = Connection::open(server_.uri());
  Lanes lanes(connection);
  {
    const auto first = lanes.lend();
    EXPECT_EQ(first->clients().size(), 4U);
    EXPECT_TRUE(lanes.lend()->clients().empty());
  }
  EXPECT_EQ(lanes.lend()->clients().size(), 4U);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, LanesTest, testing::ValuesIn(test::every_server), test::NameOfServer());

}  // namespace
}  // namespace mongokeep::mongo
