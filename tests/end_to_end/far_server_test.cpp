// A server so far away that a large collection is read over several connections.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/tcp_proxy.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
using namespace std::chrono_literals;

class FarServer : public testing::TestWithParam<ServerKind> {
 protected:
  static constexpr std::size_t documents = 3000;

  /// More than one connection is left with.
  void SetUp() override {
    scene_.insert_numbered("far", static_cast<int>(documents), 4000);
    far_.set_latency(10ms);
  }
  ProgramResult back_up(const std::vector<std::string>& more = {}) const {
    return run_program(scene_.backup_call_to(server_.uri_through(far_.port(), scene_.database()), more));
  }
  void expect_whole(const ProgramResult& result) const {
    ASSERT_EQ(result.exit_code, 0) << result.error;
    const std::vector<std::string> lines = documents_in(Scene::folder_of(result) / "far.json");
    ASSERT_EQ(lines.size(), documents);
    for (std::size_t number = 0; number < documents; ++number) {
      EXPECT_THAT(lines[number], HasSubstr("{\"_id\":{\"$numberInt\":\"" + std::to_string(number) + "\"}"));
    }
  }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
  TcpProxy far_{server_.port()};
};

TEST_P(FarServer, IsBackedUpToTheSameBytes) {
  const ProgramResult from_afar = back_up();
  expect_whole(from_afar);
  const std::string text = read_file(Scene::folder_of(from_afar) / "far.json");
  const ProgramResult from_near = scene_.back_up();
  ASSERT_EQ(from_near.exit_code, 0) << from_near.error;
  EXPECT_TRUE(read_file(Scene::folder_of(from_near) / "far.json") == text);
  EXPECT_EQ(scene_.call("verify", {"latest"}).exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, FarServer, testing::ValuesIn(every_server), NameOfServer());

/// FerretDB does not understand what is asked for behind a break.
using FarFullServer = FarServer;

TEST_P(FarFullServer, IsBackedUpWholeWhenAllConnectionsBreak) {
  for (const std::uint64_t bytes : {4'000'000, 9'000'000}) {
    far_.cut_after(bytes);
    const ProgramResult result = back_up();
    far_.await_cut();
    expect_whole(result);
  }
}

INSTANTIATE_TEST_SUITE_P(FullServers, FarFullServer, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
