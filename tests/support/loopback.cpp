#include "support/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

namespace mongokeep::test {
namespace {

[[noreturn]] void fail(const std::string& operation) {
  throw std::runtime_error("cannot " + operation + ": " + std::generic_category().message(errno));
}

sockaddr_in address_of(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

UniqueFd open_socket(int flags) {
  UniqueFd made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
  if (!made) fail("make a socket");
  return made;
}

}  // namespace

UniqueFd listen_on_loopback(std::uint16_t port) {
  UniqueFd listener = open_socket(SOCK_NONBLOCK);
  const int yes = 1;
  ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const sockaddr_in address = address_of(port);
  if (::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("bind a port");
  if (::listen(listener.get(), SOMAXCONN) != 0) fail("listen");
  return listener;
}

std::uint16_t port_of(const UniqueFd& socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("ask for a port");
  return ntohs(address.sin_port);
}

UniqueFd connect_to_loopback(std::uint16_t port) {
  UniqueFd connection = open_socket(0);
  const sockaddr_in address = address_of(port);
  if (::connect(connection.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return {};
  return connection;
}

std::uint16_t unused_port() {
  return port_of(listen_on_loopback(0));
}

}  // namespace mongokeep::test
