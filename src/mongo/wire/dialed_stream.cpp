#include "mongo/wire/dialed_stream.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "mongo/handles.h"

namespace mongokeep::mongo::wire {

namespace {

using Clock = std::chrono::steady_clock;
using UniqueSocket = std::unique_ptr<mongoc_socket_t, DestroyWith<mongoc_socket_destroy>>;
using UniqueAddresses = std::unique_ptr<addrinfo, DestroyWith<freeaddrinfo>>;

constexpr int dialed_type = 2'102;
constexpr short broken = POLLERR | POLLHUP | POLLNVAL;

class DialedStream : public mongoc_stream_t {
 public:
  explicit DialedStream(UniqueAddresses addresses);
  /// Of a socket that is connected.
  explicit DialedStream(UniqueSocket socket);
  ~DialedStream() { mongoc_stream_destroy(connected_); }
  DialedStream(const DialedStream&) = delete;
  DialedStream& operator=(const DialedStream&) = delete;

  static DialedStream& of(mongoc_stream_t* stream) { return *static_cast<DialedStream*>(stream); }
  static ssize_t poll_all(mongoc_stream_poll_t* streams, std::size_t count, std::int32_t timeout);

 private:
  explicit DialedStream(int) noexcept;

  void start_what_is_due(Clock::time_point now);
  /// `events`: what was polled of the attempt.
  void settle(const mongoc_socket_t* attempt, int events);
  bool has_failed() const { return connected_ == nullptr && attempts_.empty() && next_address_ == nullptr; }
  mongoc_socket_t* socket() const {
    return mongoc_stream_socket_get_socket(reinterpret_cast<mongoc_stream_socket_t*>(connected_));
  }

  UniqueAddresses addresses_;
  const addrinfo* next_address_ = nullptr;
  Clock::time_point next_start_;
  std::vector<UniqueSocket> attempts_;
  mongoc_stream_t* connected_ = nullptr;  ///< the driver's own stream over the attempt that succeeded
};

DialedStream::DialedStream(int) noexcept : mongoc_stream_t{} {
  using Stream = mongoc_stream_t;
  type = dialed_type;
  destroy = [](Stream* self) { delete &of(self); };
  failed = [](Stream* self) { delete &of(self); };
  close = [](Stream* self) {
    DialedStream& stream = of(self);
    stream.attempts_.clear();
    stream.next_address_ = nullptr;
    return stream.connected_ == nullptr ? 0 : mongoc_stream_close(stream.connected_);
  };
  flush = [](Stream*) { return 0; };
  writev = [](Stream* self, mongoc_iovec_t* pieces, std::size_t count, std::int32_t timeout) -> ssize_t {
    mongoc_stream_t* const under = of(self).connected_;
    return under == nullptr ? -1 : mongoc_stream_writev(under, pieces, count, timeout);
  };
  readv = [](Stream* self, mongoc_iovec_t* pieces, std::size_t count, std::size_t least,
             std::int32_t timeout) -> ssize_t {
    mongoc_stream_t* const under = of(self).connected_;
    return under == nullptr ? -1 : mongoc_stream_readv(under, pieces, count, least, timeout);
  };
  setsockopt = [](Stream* self, int level, int name, void* value, mongoc_socklen_t size) {
    mongoc_stream_t* const under = of(self).connected_;
    return under == nullptr ? -1 : mongoc_stream_setsockopt(under, level, name, value, size);
  };
  check_closed = [](Stream* self) {
    mongoc_stream_t* const under = of(self).connected_;
    return under == nullptr || mongoc_stream_check_closed(under);
  };
  timed_out = [](Stream* self) {
    mongoc_stream_t* const under = of(self).connected_;
    return under != nullptr && mongoc_stream_timed_out(under);
  };
  should_retry = [](Stream* self) {
    const DialedStream& stream = of(self);
    return stream.connected_ == nullptr ? !stream.has_failed() : mongoc_stream_should_retry(stream.connected_);
  };
  // No exception may pass through the driver.
  poll = [](mongoc_stream_poll_t* streams, std::size_t count, std::int32_t timeout) noexcept -> ssize_t {
    try {
      return poll_all(streams, count, timeout);
    } catch (const std::exception&) {
      errno = ENOMEM;
      return -1;
    }
  };
}

DialedStream::DialedStream(UniqueAddresses addresses) : DialedStream(0) {
  addresses_ = std::move(addresses);
  next_address_ = addresses_.get();
}

DialedStream::DialedStream(UniqueSocket socket) : DialedStream(0) {
  connected_ = mongoc_stream_socket_new(socket.release());
}

void DialedStream::start_what_is_due(Clock::time_point now) {
  constexpr std::chrono::milliseconds head_start(250);
  while (connected_ == nullptr && next_address_ != nullptr && (attempts_.empty() || now >= next_start_)) {
    const addrinfo& address = *next_address_;
    next_address_ = address.ai_next;
    UniqueSocket socket(mongoc_socket_new(address.ai_family, address.ai_socktype, address.ai_protocol));
    if (!socket) continue;
    // Whether it succeeds is seen by polling, also where it failed at once.
    mongoc_socket_connect(socket.get(), address.ai_addr, static_cast<mongoc_socklen_t>(address.ai_addrlen), 0);
    attempts_.push_back(std::move(socket));
    next_start_ = now + head_start;
  }
}

void DialedStream::settle(const mongoc_socket_t* attempt, int events) {
  const auto found = std::ranges::find_if(attempts_, [&](const UniqueSocket& one) { return one.get() == attempt; });
  if (events == 0 || found == attempts_.end()) return;
  UniqueSocket socket = std::move(*found);
  attempts_.erase(found);
  if ((events & broken) != 0) {
    next_start_ = {};
    return;
  }
  connected_ = mongoc_stream_socket_new(socket.release());
  attempts_.clear();
  next_address_ = nullptr;
}

ssize_t DialedStream::poll_all(mongoc_stream_poll_t* streams, std::size_t count, std::int32_t timeout) {
  const std::span all(streams, count);
  const Clock::time_point end = Clock::now() + std::chrono::milliseconds(timeout);
  std::vector<mongoc_socket_poll_t> polled;
  std::vector<mongoc_stream_poll_t*> owners;
  for (;;) {
    const Clock::time_point now = Clock::now();
    Clock::time_point wake = timeout < 0 ? Clock::time_point::max() : end;
    polled.clear();
    owners.clear();
    for (mongoc_stream_poll_t& one : all) {
      DialedStream& stream = of(one.stream);
      one.revents = 0;
      stream.start_what_is_due(now);
      if (stream.connected_ != nullptr) {
        polled.push_back({stream.socket(), one.events, 0});
        owners.push_back(&one);
      }
      for (const UniqueSocket& attempt : stream.attempts_) {
        polled.push_back({attempt.get(), POLLOUT, 0});
        owners.push_back(&one);
      }
      if (stream.connected_ == nullptr && stream.next_address_ != nullptr) wake = std::min(wake, stream.next_start_);
      if (stream.has_failed()) wake = now;
    }
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::max(wake - now, Clock::duration::zero()));
    const bool is_endless = wake == Clock::time_point::max();
    if (!polled.empty() &&
        mongoc_socket_poll(polled.data(), polled.size(), is_endless ? -1 : static_cast<std::int32_t>(wait.count())) <
            0 &&
        errno != EINTR) {
      return -1;
    }
    for (std::size_t i = 0; i < polled.size(); ++i) {
      DialedStream& stream = of(owners[i]->stream);
      if (stream.connected_ != nullptr && stream.socket() == polled[i].socket) {
        owners[i]->revents = polled[i].revents;
        continue;
      }
      stream.settle(polled[i].socket, polled[i].revents);
      if (stream.connected_ != nullptr) owners[i]->revents = owners[i]->events & POLLOUT;
    }
    ssize_t active = 0;
    for (mongoc_stream_poll_t& one : all) {
      if (of(one.stream).has_failed()) one.revents = POLLERR | POLLHUP;
      if (one.revents != 0) ++active;
    }
    if (active > 0) return active;
    if (timeout >= 0 && Clock::now() >= end) return 0;
  }
}

void tell(bson_error_t* error, std::uint32_t code, const std::string& text) {
  bson_set_error(error, MONGOC_ERROR_STREAM, code, "%s", text.c_str());
}

mongoc_stream_t* dial_file(const std::string& path, bson_error_t* error) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    tell(error, MONGOC_ERROR_STREAM_CONNECT, "The path of the UNIX domain socket is too long");
    return nullptr;
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  UniqueSocket socket(mongoc_socket_new(AF_UNIX, SOCK_STREAM, 0));
  if (!socket) {
    tell(error, MONGOC_ERROR_STREAM_SOCKET, "Failed to create socket");
    return nullptr;
  }
  if (mongoc_socket_connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address, -1) != 0) {
    tell(error, MONGOC_ERROR_STREAM_CONNECT,
         "Failed to connect to UNIX domain socket: " +
             std::generic_category().message(mongoc_socket_errno(socket.get())));
    return nullptr;
  }
  return std::make_unique<DialedStream>(std::move(socket)).release();
}

}  // namespace

mongoc_stream_t* new_dialed_stream(const mongoc_host_list_t& host, bson_error_t* error) {
  if (host.family == AF_UNIX) return dial_file(host.host, error);
  addrinfo wanted{};
  wanted.ai_family = host.family;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.host, std::to_string(host.port).c_str(), &wanted, &found) != 0) {
    tell(error, MONGOC_ERROR_STREAM_NAME_RESOLUTION, "Failed to resolve '" + std::string(host.host) + "'");
    return nullptr;
  }
  return std::make_unique<DialedStream>(UniqueAddresses(found)).release();
}

}  // namespace mongokeep::mongo::wire
