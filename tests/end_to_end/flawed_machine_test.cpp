// Machines with a flaw: what was written is not what was meant, or does not come back.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/preload.h"

namespace mongokeep::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

class FlawedMachine : public testing::TestWithParam<ServerKind> {
 protected:
  FlawedMachine() {
    scene_.insert_numbered("orders", 3);
    scene_.insert_numbered("users", 2000, 1000);
  }
  void expect_nothing_published(const std::string& flaw, const std::vector<std::string>& more) const {
    ProgramCall call = scene_.backup_call(more);
    ASSERT_EQ(run_program(call).exit_code, 0) << "without the flaw";
    const std::vector<std::string> before = scene_.names_in_root();
    add_flaw(call, flaw, "1");
    const ProgramResult result = run_program(call);
    EXPECT_EQ(result.exit_code, 4) << result.error;
    EXPECT_THAT(result.error, HasSubstr(R"("kind":"damaged")"));
    EXPECT_EQ(scene_.names_in_root(), before);
  }

  Scene scene_{shared_server(GetParam())};
};

TEST_P(FlawedMachine, WhoseCompressorErrsPublishesNothing) {
  expect_nothing_published("MKTEST_FLAWED_COMPRESSOR", {"--compression", "zstd"});
}

TEST_P(FlawedMachine, WhoseCipherErrsPublishesNothing) {
  expect_nothing_published("MKTEST_FLAWED_CIPHER", {"--recipient", scene_.make_key("one")});
}

TEST_P(FlawedMachine, WithASectorThatCannotBeReadHasTheOtherFilesChecked) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  ProgramCall call;
  call.arguments = {"verify", "latest", "--root", scene_.root().string(), "--json"};
  ASSERT_EQ(run_program(call).exit_code, 0);
  add_flaw(call, "MKTEST_BAD_SECTOR", "/orders.json");
  const ProgramResult result = run_program(call);
  EXPECT_EQ(result.exit_code, 4) << result.output << result.error;
  const Json report = Json::parse(result.output);
  ASSERT_THAT(report.at("damages"), SizeIs(1));
  EXPECT_THAT(report.at("damages").at(0).at("filePath").get<std::string>(), EndsWith("/orders.json"));
  EXPECT_THAT(report.at("damages").at(0).at("problem").get<std::string>(), HasSubstr("Input/output error"));
  EXPECT_EQ(report.at("documentCount"), 2000) << "of the other collection";
}

INSTANTIATE_TEST_SUITE_P(Rust, FlawedMachine, testing::Values(ServerKind::secantus_rust), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
