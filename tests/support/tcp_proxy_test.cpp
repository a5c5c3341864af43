#include "support/tcp_proxy.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <string>

#include "support/loopback.h"

namespace mongokeep::test {
namespace {

/// A server that one client has come to over the proxy.
class TcpProxyTest : public testing::Test {
 protected:
  void SetUp() override {
    client_ = connect_to_loopback(proxy_.port());
    ASSERT_TRUE(client_);
    send(client_, "hello");
    accept_server();
    EXPECT_EQ(receive(server_, 5), "hello");
  }

  void accept_server() {
    // The listener does not block, and the hello has not arrived before the connection has.
    while (!server_) server_ = UniqueFd(::accept(listener_.get(), nullptr, nullptr));
  }

  static void send(const UniqueFd& socket, const std::string& text) {
    ASSERT_EQ(::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }

  /// Exactly `size` bytes, or what came before the end.
  static std::string receive(const UniqueFd& socket, std::size_t size) {
    std::string text(size, '\0');
    const ssize_t got = ::recv(socket.get(), text.data(), size, MSG_WAITALL);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
  }

  UniqueFd listener_ = listen_on_loopback(0);
  TcpProxy proxy_{port_of(listener_)};
  UniqueFd client_;
  UniqueFd server_;
};

TEST_F(TcpProxyTest, HandsOnBothWaysAndCounts) {
  const std::string large(1000000, 'x');
  send(server_, "hi");
  EXPECT_EQ(receive(client_, 2), "hi");
  std::thread sender([&] { send(server_, large); });
  EXPECT_EQ(receive(client_, large.size()), large);
  sender.join();
  EXPECT_EQ(proxy_.bytes_from_server(), large.size() + 2);
}

TEST_F(TcpProxyTest, TellsTheEndOfOneSide) {
  ::shutdown(server_.get(), SHUT_WR);
  EXPECT_EQ(receive(client_, 1), "");
  send(client_, "still there");
  EXPECT_EQ(receive(server_, 11), "still there");
}

TEST_F(TcpProxyTest, CutsAfterSoManyBytes) {
  proxy_.cut_after(3);
  send(server_, "abcdef");
  proxy_.await_cut();
  EXPECT_EQ(proxy_.bytes_from_server(), 3U);
  EXPECT_LE(receive(client_, 6).size(), 3U);
  EXPECT_EQ(receive(server_, 1), "");
}

TEST_F(TcpProxyTest, CutsAtOnceAndThenGoesOn) {
  proxy_.cut_after(0);
  proxy_.await_cut();
  EXPECT_EQ(receive(client_, 1), "");
  server_ = {};
  client_ = connect_to_loopback(proxy_.port());
  accept_server();
  send(server_, "again");
  EXPECT_EQ(receive(client_, 5), "again");
}

TEST_F(TcpProxyTest, PausesAndResumes) {
  proxy_.pause_after(3);
  send(server_, "abcdef");
  EXPECT_EQ(receive(client_, 3), "abc");
  proxy_.await_pause();
  EXPECT_EQ(proxy_.bytes_from_server(), 3U);
  proxy_.resume();
  EXPECT_EQ(receive(client_, 3), "def");
}

TEST_F(TcpProxyTest, RefusesAndAcceptsAgain) {
  proxy_.refuse_connections();
  EXPECT_FALSE(connect_to_loopback(proxy_.port()));
  send(server_, "open");
  EXPECT_EQ(receive(client_, 4), "open");
  proxy_.accept_connections();
  EXPECT_TRUE(connect_to_loopback(proxy_.port()));
}

TEST_F(TcpProxyTest, HoldsBytesBack) {
  constexpr auto latency = std::chrono::milliseconds(50);
  proxy_.set_latency(latency);
  const auto start = std::chrono::steady_clock::now();
  send(server_, "late");
  EXPECT_EQ(receive(client_, 4), "late");
  EXPECT_GE(std::chrono::steady_clock::now() - start, latency);
}

TEST(Loopback, AnUnusedPortRefuses) {
  EXPECT_FALSE(connect_to_loopback(unused_port()));
}

}  // namespace
}  // namespace mongokeep::test
