#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

#include "base/files/unique_fd.h"
#include "support/tcp_flow.h"

namespace mongokeep::test {

/// A TCP proxy on a free port of 127.0.0.1 that hands bytes on between clients and a server on another port, and breaks
/// when it is told to. Runs on a thread of its own; every function may be called from any thread, and throws
/// std::runtime_error. With MongoDB's drivers use Server::uri_through(), or they go around it.
class TcpProxy {
 public:
  static constexpr std::chrono::milliseconds patience = std::chrono::minutes(1);

  explicit TcpProxy(std::uint16_t server_port);
  ~TcpProxy();
  TcpProxy(const TcpProxy&) = delete;
  TcpProxy& operator=(const TcpProxy&) = delete;

  std::uint16_t port() const { return port_; }
  /// Bytes from the server so far, over all connections.
  std::uint64_t bytes_from_server() const;

  /// Cuts all connections, with a reset, once `bytes` more have come from the server; 0: now.
  void cut_after(std::uint64_t bytes);
  void await_cut();

  /// From now on cuts each connection by itself, with a reset, once `bytes` have gone to the server on it.
  void cut_each_after_sending(std::uint64_t bytes);

  /// Hands nothing on once `bytes` more have come from the server, until resume(); connections stay open.
  void pause_after(std::uint64_t bytes);
  void await_pause();
  void resume();

  /// New connections are refused, or accepted again; open ones go on.
  void refuse_connections();
  void accept_connections();

  /// Holds each portion of the server's bytes back for so long.
  void set_latency(std::chrono::milliseconds latency);

 private:
  struct Connection {
    UniqueFd client;
    UniqueFd server;
    TcpFlow upwards;
    TcpFlow downwards;
    std::uint64_t sent = 0;
  };

  void run();
  void wake() const;
  void await(bool TcpProxy::*condition, const char* name);

  // All of these are called with the lock held.
  void accept_client();
  void apply_orders();
  std::size_t allowance() const;
  bool hand_on(Connection& connection);
  bool is_anything_underway() const;
  void reset_all();

  const std::uint16_t server_port_;
  std::uint16_t port_ = 0;
  UniqueFd waker_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  UniqueFd listener_;
  std::list<Connection> connections_;
  std::uint64_t bytes_from_server_ = 0;
  std::optional<std::uint64_t> cut_at_;
  std::optional<std::uint64_t> pause_at_;
  std::optional<std::uint64_t> most_sent_of_each_;
  bool is_cut_ = false;
  bool is_paused_ = false;
  bool is_ending_ = false;
  std::chrono::milliseconds latency_{0};
  std::thread thread_;
};

}  // namespace mongokeep::test
