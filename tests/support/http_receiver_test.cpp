#include "support/http_receiver.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>

#include "support/loopback.h"

namespace mongokeep::test {
namespace {

std::string exchange(const HttpReceiver& receiver, const std::string& request) {
  const std::string address = receiver.address("");
  const auto port = static_cast<std::uint16_t>(std::stoul(address.substr(address.rfind(':') + 1)));
  const UniqueFd connection = connect_to_loopback(port);
  EXPECT_EQ(::send(connection.get(), request.data(), request.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(request.size()));
  std::string answer;
  std::array<char, 1024> room;
  for (ssize_t got = 0; (got = ::recv(connection.get(), room.data(), room.size(), 0)) > 0;) {
    answer.append(room.data(), static_cast<std::size_t>(got));
  }
  return answer;
}

TEST(HttpReceiver, RecordsRequestsAndAnswersInTurn) {
  HttpReceiver receiver{{.status = 503, .headers = {{"Retry-After", "1"}}, .body = "later"}};
  const std::string refusal =
      exchange(receiver, "POST /a?b=c HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(refusal, "HTTP/1.1 503 As told\r\nConnection: close\r\nContent-Length: 5\r\nRetry-After: 1\r\n\r\nlater");
  EXPECT_EQ(exchange(receiver, "GET / HTTP/1.1\r\n\r\n").substr(0, 12), "HTTP/1.1 200");

  receiver.await_requests(2);
  const HttpRequest first = receiver.requests().front();
  EXPECT_EQ(first.method, "POST");
  EXPECT_EQ(first.target, "/a?b=c");
  EXPECT_EQ(first.headers.at("host"), "here");
  EXPECT_EQ(first.body, "hello");
}

TEST(HttpReceiver, ClosesWithoutAnAnswer) {
  const HttpReceiver receiver{{.manner = HttpAnswer::Manner::close}};
  EXPECT_EQ(exchange(receiver, "GET / HTTP/1.1\r\n\r\n"), "");
}

}  // namespace
}  // namespace mongokeep::test
