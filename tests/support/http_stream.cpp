#include "support/http_stream.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace mongokeep::test {
namespace {

constexpr std::size_t most_of_head = 65536;

}  // namespace

std::optional<HttpHead> HttpStream::read_head() {
  std::size_t end = 0;
  while ((end = buffered_.find(end_of_http_head)) == std::string::npos) {
    if (buffered_.size() > most_of_head || !receive()) return std::nullopt;
  }
  end += end_of_http_head.size();
  HttpHead head = parse_http_head(buffered_.substr(0, end));
  buffered_.erase(0, end);
  return head;
}

std::string HttpStream::read_some(std::uint64_t most) {
  if (buffered_.empty() && !receive()) return "";
  const std::size_t size = std::min<std::uint64_t>(most, buffered_.size());
  std::string bytes = buffered_.substr(0, size);
  buffered_.erase(0, size);
  return bytes;
}

bool HttpStream::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (sent < 0 && errno != EINTR && errno != EAGAIN) return false;
    std::array<pollfd, 2> watched{pollfd{socket_.get(), POLLOUT, 0}, pollfd{end_, POLLIN, 0}};
    if (::poll(watched.data(), watched.size(), -1) > 0 && watched[1].revents != 0) return false;
  }
  return true;
}

void HttpStream::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_ = {};
}

bool HttpStream::receive() {
  std::array<pollfd, 2> watched{pollfd{socket_.get(), POLLIN, 0}, pollfd{end_, POLLIN, 0}};
  while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
  }
  if (watched[1].revents != 0) return false;
  std::array<char, 65536> room;
  const ssize_t got = ::recv(socket_.get(), room.data(), room.size(), 0);
  if (got <= 0) return got < 0 && errno == EINTR;
  buffered_.append(room.data(), static_cast<std::size_t>(got));
  return true;
}

}  // namespace mongokeep::test
