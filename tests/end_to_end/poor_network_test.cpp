// A network that ends each connection after some bytes.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/preload.h"
#include "support/tcp_proxy.h"

namespace mongokeep::test {
namespace {

using testing::AllOf;
using testing::Gt;
using testing::HasSubstr;
using testing::Lt;

/// Documents of which one or two come through on each connection. The server has no part in it: one is enough.
class PoorNetwork : public testing::TestWithParam<ServerKind> {
 protected:
  static constexpr std::size_t documents = 200;

  ProgramResult restore(int factor) {
    scene_.insert_numbered("many", static_cast<int>(documents), 20'000);
    EXPECT_EQ(scene_.back_up().exit_code, 0);
    network_.cut_each_after_sending(50'000);
    ProgramCall call;
    call.arguments = {"restore", "latest", "--root", scene_.root().string()};
    call.environment["MONGOKEEP_URI"] = server_.uri_through(network_.port(), target_);
    hurry(call, factor);
    return run_program(call);
  }
  std::size_t restored() { return scene_.client().count(target_, "many"); }
  void TearDown() override { scene_.client().drop_database(target_); }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
  TcpProxy network_{server_.port()};
  const std::string target_ = scene_.database() + "_back";
};

TEST_P(PoorNetwork, IsGivenUpWhereDocumentsComeThroughOneByOne) {
  const ProgramResult result = restore(20);  // five minutes in fifteen seconds
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.error, HasSubstr("many"));
  EXPECT_THAT(restored(), AllOf(Gt(0U), Lt(documents)));
}

INSTANTIATE_TEST_SUITE_P(Rust, PoorNetwork, testing::Values(ServerKind::secantus_rust), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
