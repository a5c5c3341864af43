#include "support/tcp_proxy.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/loopback.h"

namespace mongokeep::test {
namespace {

using Moment = TcpFlow::Moment;

Moment now() {
  return std::chrono::steady_clock::now();
}

void stop_blocking(const UniqueFd& socket) {
  ::fcntl(socket.get(), F_SETFL, O_NONBLOCK);
}

/// Makes the closing of the socket a reset.
void reset_when_closed(const UniqueFd& socket) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/// What to wait for; nothing at all, not even an end, where neither is wanted.
pollfd watch(const UniqueFd& socket, bool for_reading, bool for_writing) {
  const int events = (for_reading ? POLLIN : 0) | (for_writing ? POLLOUT : 0);
  return {events == 0 ? -1 : socket.get(), static_cast<short>(events), 0};
}

int milliseconds_until(Moment moment) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(moment - now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60000));
}

}  // namespace

TcpProxy::TcpProxy(std::uint16_t server_port)
    : server_port_(server_port), waker_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), listener_(listen_on_loopback(0)) {
  port_ = port_of(listener_);
  thread_ = std::thread([this] { run(); });
}

TcpProxy::~TcpProxy() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  wake();
  thread_.join();
}

std::uint64_t TcpProxy::bytes_from_server() const {
  const std::lock_guard lock(mutex_);
  return bytes_from_server_;
}

void TcpProxy::cut_after(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  cut_at_ = bytes_from_server_ + bytes;
  is_cut_ = false;
  wake();
}

void TcpProxy::await_cut() {
  await(&TcpProxy::is_cut_, "cut its connections");
}

void TcpProxy::cut_each_after_sending(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  most_sent_of_each_ = bytes;
  wake();
}

void TcpProxy::pause_after(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  pause_at_ = bytes_from_server_ + bytes;
  wake();
}

void TcpProxy::await_pause() {
  await(&TcpProxy::is_paused_, "paused");
}

void TcpProxy::resume() {
  const std::lock_guard lock(mutex_);
  pause_at_.reset();
  is_paused_ = false;
  wake();
}

void TcpProxy::refuse_connections() {
  const std::lock_guard lock(mutex_);
  // Closing alone would leave the socket open for as long as the other thread's poll() holds it.
  ::shutdown(listener_.get(), SHUT_RDWR);
  listener_ = {};
  wake();
}

void TcpProxy::accept_connections() {
  const std::lock_guard lock(mutex_);
  if (!listener_) listener_ = listen_on_loopback(port_);
  wake();
}

void TcpProxy::set_latency(std::chrono::milliseconds latency) {
  const std::lock_guard lock(mutex_);
  latency_ = latency;
}

void TcpProxy::wake() const {
  ::eventfd_write(waker_.get(), 1);
}

void TcpProxy::await(bool TcpProxy::*condition, const char* name) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, patience, [&] { return this->*condition; })) {
    throw std::runtime_error("the proxy has not " + std::string(name) + " after " + std::to_string(bytes_from_server_) +
                             " bytes from the server");
  }
}

void TcpProxy::run() {
  std::unique_lock lock(mutex_);
  while (!is_ending_) {
    std::vector<pollfd> watched{watch(waker_, true, false), watch(listener_, true, false)};
    int timeout = -1;
    for (const auto& [client, server, up, down, sent] : connections_) {
      watched.push_back(watch(client, up.wants_to_read(), !is_paused_ && down.wants_to_write(now())));
      watched.push_back(watch(server, allowance() > 0 && down.wants_to_read(), up.wants_to_write(now())));
      if (down.is_underway() && now() < down.due()) timeout = milliseconds_until(down.due());
    }
    lock.unlock();
    ::poll(watched.data(), watched.size(), timeout);
    lock.lock();

    eventfd_t wakes = 0;
    ::eventfd_read(waker_.get(), &wakes);
    accept_client();
    connections_.remove_if([this](Connection& connection) { return !hand_on(connection); });
    apply_orders();
  }
}

void TcpProxy::accept_client() {
  if (!listener_) return;
  UniqueFd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!client) return;
  UniqueFd server = connect_to_loopback(server_port_);
  if (!server) return;
  stop_blocking(server);
  const int from = server.get();
  const int to = client.get();
  connections_.push_back({std::move(client), std::move(server), TcpFlow(to, from), TcpFlow(from, to)});
}

std::size_t TcpProxy::allowance() const {
  if (is_paused_) return 0;
  std::uint64_t left = SIZE_MAX;
  for (const auto& limit : {cut_at_, pause_at_}) {
    if (limit) left = std::min(left, *limit - std::min(*limit, bytes_from_server_));
  }
  return left;
}

bool TcpProxy::hand_on(Connection& connection) {
  TcpFlow& up = connection.upwards;
  TcpFlow& down = connection.downwards;
  const std::uint64_t most_sent = most_sent_of_each_.value_or(UINT64_MAX);
  if (connection.sent < most_sent && up.wants_to_read()) {
    connection.sent += up.read(std::min<std::uint64_t>(most_sent - connection.sent, SIZE_MAX), now());
  }
  if (up.wants_to_write(now())) up.write();
  if (connection.sent >= most_sent && !up.is_underway()) {
    reset_when_closed(connection.client);
    return false;
  }
  const std::size_t allowed = allowance();
  if (allowed > 0 && down.wants_to_read()) bytes_from_server_ += down.read(allowed, now() + latency_);
  if (!is_paused_ && down.wants_to_write(now())) down.write();
  const bool is_over = up.has_ended() && down.has_ended();
  return !(is_over || up.is_broken() || down.is_broken());
}

bool TcpProxy::is_anything_underway() const {
  return std::any_of(connections_.begin(), connections_.end(),
                     [](const Connection& connection) { return connection.downwards.is_underway(); });
}

void TcpProxy::apply_orders() {
  if (is_anything_underway()) return;
  if (pause_at_ && bytes_from_server_ >= *pause_at_) is_paused_ = true;
  if (cut_at_ && bytes_from_server_ >= *cut_at_) {
    reset_all();
    cut_at_.reset();
    is_cut_ = true;
  }
  changed_.notify_all();
}

void TcpProxy::reset_all() {
  for (const Connection& connection : connections_) reset_when_closed(connection.client);
  connections_.clear();
}

}  // namespace mongokeep::test
