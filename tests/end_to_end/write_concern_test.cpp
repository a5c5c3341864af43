// Restoring with a write concern in the connection string that the server cannot or does not meet.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class WriteConcern : public testing::TestWithParam<ServerKind> {
 protected:
  WriteConcern() {
    scene_.insert_numbered("users", 3);
    scene_.client().create_index(scene_.database(), "users", R"({"key": {"text": 1}, "name": "by_text"})");
    EXPECT_EQ(scene_.back_up().exit_code, 0);
  }
  ProgramResult restore(const std::string& options, const std::vector<std::string>& more = {}) {
    const std::string plain = scene_.uri_to(scene_.database());
    std::vector<std::string> words = {"latest", "--json", "--uri",
                                      plain + (plain.find('?') == std::string::npos ? "?" : "&") + options};
    words.insert(words.end(), more.begin(), more.end());
    return scene_.call("restore", words);
  }
  std::vector<Bytes> live() { return scene_.client().find_all(scene_.database(), "users"); }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST_P(WriteConcern, ThatCanNeverBeMetIsRefusedBeforeAnythingIsChanged) {
  scene_.insert_numbered("later", 1);
  for (const char* option : {"w=majorty", "w=3"}) {
    const ProgramResult refused = restore(option, {"--drop"});
    EXPECT_EQ(refused.exit_code, 2) << refused.error;
    EXPECT_THAT(refused.error, HasSubstr("Correct the write concern in the connection string"));
    EXPECT_THAT(live(), SizeIs(3)) << "nothing was dropped";
  }
  EXPECT_EQ(restore("w=majority", {"--drop"}).exit_code, 0);
  EXPECT_EQ(restore("w=1", {"--drop"}).exit_code, 0);
}

TEST_P(WriteConcern, ThatIsNotMetLeavesWhatWasDoneDoneAndSaysSo) {
  for (const char* command : {"drop", "create", "insert", "createIndexes"}) {
    const FailPoint late(
        server_.uri(), R"({"times": 1})",
        std::string(R"({"failCommands": [")") + command +
            R"("], "appName": "late", "writeConcernError": {"code": 64, "errmsg": "waiting timed out"}})");
    const ProgramResult result = restore("w=majority&appName=late", {"--drop"});
    EXPECT_EQ(result.exit_code, 3) << command << result.error;
    const Json restored = Json::parse(result.output).at("collections").at(0);
    EXPECT_THAT(restored.at("unconfirmed"), HasSubstr("waiting timed out (server error 64)")) << command;
    EXPECT_EQ(restored.at("insertedCount"), 3) << command;
    EXPECT_EQ(restored.at("failedCount"), 0) << command;
    EXPECT_THAT(restored.at("refusals"), SizeIs(0)) << command;
    EXPECT_TRUE(restored.at("error").is_null()) << command;
    EXPECT_THAT(live(), SizeIs(3)) << command;
    EXPECT_EQ(scene_.call("verify", {"latest", "--against", scene_.uri()}).exit_code, 0) << command;
  }
}

INSTANTIATE_TEST_SUITE_P(FullServers, WriteConcern, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
