// A server as it looks from far away: forwards connections with a delay each way and a limit to each one's speed.
//
//   slow_proxy PORT DELAY MEGABYTES
//
// of the server at 127.0.0.1:PORT, DELAY in milliseconds each way, MEGABYTES a second for each direction of each
// connection. Prints `listening on 127.0.0.1:PORT`, and runs until it is stopped. Connecting itself is not delayed.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "proxy/delay_line.h"

namespace mongokeep::bench {

namespace {

constexpr std::size_t chunk_size = std::size_t{64} << 10U;

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    const int on = 1;
    setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Socket() { close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

sockaddr_in local_address(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool send_all(int to, const Chunk& chunk) {
  for (std::size_t sent = 0; sent < chunk.size;) {
    const ssize_t size = send(to, chunk.bytes.get() + sent, chunk.size - sent, MSG_NOSIGNAL);
    if (size <= 0) return false;
    sent += static_cast<std::size_t>(size);
  }
  return true;
}

/// One direction, until either side ends it.
void forward(int from, int to, Link link) {
  DelayLine line(link);
  const std::jthread arrivals([&line, from, to] {
    while (const std::optional<Chunk> chunk = line.take()) {
      if (!send_all(to, *chunk)) break;
    }
    line.abandon();
    shutdown(from, SHUT_RD);
    shutdown(to, SHUT_WR);
  });
  for (;;) {
    Chunk chunk{std::make_unique_for_overwrite<char[]>(chunk_size)};
    const ssize_t size = recv(from, chunk.bytes.get(), chunk_size, 0);
    if (size <= 0) break;
    chunk.size = static_cast<std::size_t>(size);
    if (!line.put(std::move(chunk))) break;
  }
  line.close();
}

void serve(const Socket& client, std::uint16_t port, Link link) {
  const Socket server(socket(AF_INET, SOCK_STREAM, 0));
  const sockaddr_in address = local_address(port);
  if (connect(server.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
  const std::jthread requests([&] { forward(client.get(), server.get(), link); });
  forward(server.get(), client.get(), link);
}

void listen_for(std::uint16_t port, Link link) {
  const Socket listener(socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address = local_address(0);
  socklen_t size = sizeof address;
  if (bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0 || listen(listener.get(), 64) != 0 ||
      getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::system_error(errno, std::generic_category(), "listen");
  }
  std::printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  for (;;) {
    auto client = std::make_unique<Socket>(accept(listener.get(), nullptr, nullptr));
    std::thread([client = std::move(client), port, link] { serve(*client, port, link); }).detach();
  }
}

}  // namespace

}  // namespace mongokeep::bench

int main(int argc, char** argv) {
  try {
    if (argc != 4) throw std::invalid_argument("usage: slow_proxy PORT DELAY MEGABYTES");
    const mongokeep::bench::Link link{std::chrono::milliseconds(std::stoi(argv[2])), std::stod(argv[3]) * 1e6};
    mongokeep::bench::listen_for(static_cast<std::uint16_t>(std::stoi(argv[1])), link);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "slow_proxy: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
