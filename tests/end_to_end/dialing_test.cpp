// How a connection comes to be: several addresses of a name, several servers of which one is dead.

#include <gmock/gmock.h>
#include <sys/socket.h>

#include <stdexcept>
#include <vector>

#include "end_to_end/scene.h"
#include "support/loopback.h"

namespace mongokeep::test {
namespace {

/// A port that takes no connection and refuses none: what is in its queue already fills it.
class DeadServer {
 public:
  DeadServer() {
    if (::listen(listener_.get(), 0) != 0) throw std::runtime_error("cannot shorten the queue");
    waiting_ = connect_to_loopback(port());
  }
  std::uint16_t port() const { return port_of(listener_); }

 private:
  UniqueFd listener_ = listen_on_loopback(0);
  UniqueFd waiting_;
};

class Dialing : public testing::TestWithParam<ServerKind> {
 protected:
  Dialing() { scene_.insert_numbered("users", 10); }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST_P(Dialing, TakesTheAddressThatAnswers) {
  // The name has an address of IPv6 on most machines, on which the server does not listen.
  const std::string uri = "mongodb://localhost:" + std::to_string(server_.port()) + "/" + scene_.database();
  const ProgramResult result = run_program(scene_.backup_call_to(uri + "?directConnection=true"));
  EXPECT_EQ(result.exit_code, 0) << result.error;
}

TEST_P(Dialing, WaitsForDeadServersAllAtOnce) {
  // One after the other they would take longer than the program may.
  std::vector<DeadServer> dead(60);
  std::string hosts;
  for (const DeadServer& one : dead) hosts += "127.0.0.1:" + std::to_string(one.port()) + ",";
  const std::string uri = "mongodb://" + hosts + server_.host() + "/" + scene_.database() + "?connectTimeoutMS=4000";
  const ProgramResult result = run_program(scene_.backup_call_to(uri));
  EXPECT_EQ(result.exit_code, 0) << result.error;
}

INSTANTIATE_TEST_SUITE_P(Rust, Dialing, testing::Values(ServerKind::secantus_rust), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
