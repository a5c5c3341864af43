#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "hooks/http_post.h"
#include "support/certificates.h"
#include "support/http_receiver.h"
#include "support/loopback.h"

namespace mongokeep::hooks {
namespace {

class ReachServer : public testing::Test {
 protected:
  void SetUp() override { ::setenv("no_proxy", "127.0.0.1", 1); }
  void TearDown() override { ::unsetenv("no_proxy"); }
};

TEST_F(ReachServer, ConnectsAndSendsNothing) {
  const test::HttpReceiver receiver;
  EXPECT_EQ(reach_server(receiver.address("/secret"), {}, {}).kind, PostResult::Kind::accepted);
  EXPECT_TRUE(receiver.requests().empty());
}

TEST_F(ReachServer, SaysThatNobodyListens) {
  const std::string address = "http://127.0.0.1:" + std::to_string(test::unused_port()) + "/secret";
  const PostResult result = reach_server(address, {}, {});
  EXPECT_EQ(result.kind, PostResult::Kind::unavailable);
  EXPECT_EQ(result.problem.find("secret"), std::string::npos);
}

TEST_F(ReachServer, FailsWhereTheOtherEndDoesNotSpeakTls) {
  const test::HttpReceiver receiver;
  const std::string address = receiver.address("/secret");
  const PostResult result = reach_server("https" + address.substr(4), {.connect = std::chrono::seconds(1)}, {});
  EXPECT_NE(result.kind, PostResult::Kind::accepted);
}

}  // namespace
}  // namespace mongokeep::hooks
