#include "support/tcp_flow.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace mongokeep::test {
namespace {

constexpr std::size_t portion = 65536;

bool is_later(int error) {
  return error == EAGAIN || error == EINTR;
}

}  // namespace

std::size_t TcpFlow::read(std::size_t limit, Moment due) {
  pending_.resize(std::min(limit, portion));
  const ssize_t got = ::recv(from_, pending_.data(), pending_.size(), 0);
  pending_.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  due_ = due;
  if (got == 0) {
    has_ended_ = true;
    ::shutdown(to_, SHUT_WR);
  }
  if (got < 0 && !is_later(errno)) is_broken_ = true;
  return pending_.size();
}

void TcpFlow::write() {
  const ssize_t put = ::send(to_, pending_.data(), pending_.size(), MSG_NOSIGNAL);
  if (put > 0) pending_.erase(0, static_cast<std::size_t>(put));
  if (put < 0 && !is_later(errno)) is_broken_ = true;
}

}  // namespace mongokeep::test
