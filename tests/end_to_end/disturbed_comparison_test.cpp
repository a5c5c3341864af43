// `mongokeep verify --against` where the server does not answer once.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"

namespace mongokeep::test {
namespace {

class DisturbedComparison : public testing::TestWithParam<ServerKind> {
 protected:
  Scene scene_{shared_server(GetParam())};
};

/// What is not in the backup is looked up in the end, when all is compared.
TEST_P(DisturbedComparison, IsNotLostForTheLastQuestion) {
  scene_.insert_numbered("users", 5);
  ASSERT_EQ(scene_.call("backup", {"--uri", scene_.uri_to(""), "--allDatabases"}).exit_code, 0);
  const std::string uri = scene_.uri_to("") + "?appName=comparing";
  for (const char* how : {R"("closeConnection": true)", R"("errorCode": 91)"}) {
    const FailPoint broken(scene_.uri(), R"({"times": 1})",
                           R"({"failCommands": ["listDatabases"], "appName": "comparing", )" + std::string(how) + "}");
    const ProgramResult result = scene_.call("verify", {"latest", "--against", uri});
    EXPECT_EQ(result.exit_code, 0) << how << result.output << result.error;
  }
}

INSTANTIATE_TEST_SUITE_P(FullServers, DisturbedComparison, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
