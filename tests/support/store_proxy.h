#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/files/unique_fd.h"

namespace mongokeep::test {

/// What goes wrong with which requests.
struct StoreFault {
  enum class Kind {
    answer,       ///< the store is not asked; the client gets `status`
    cut_request,  ///< the connection is reset once `bytes` of the request's body have gone to the store
    cut_answer,   ///< the connection is closed once `bytes` of the answer's body have gone to the client
    stall,        ///< the store is asked, and its answer held back until release()
    flip,         ///< the answer's byte at `bytes` has another bit
    drop,         ///< the request's body is taken, the store is not asked, and the client gets 200
    lose_answer,  ///< the store is asked, and the connection is reset instead of its answer
  };
  Kind kind = Kind::answer;
  std::string method = {};     ///< empty: every one
  std::string path_part = {};  ///< of the target, as it was sent: path and query
  int status = 500;
  std::uint64_t bytes = 0;
  std::size_t after = 0;         ///< so many that match go well before it
  std::size_t times = SIZE_MAX;  ///< and so many of the next fail
};

/// A request, and what has become of it so far.
struct StoreExchange {
  std::string method;
  std::string target;
  std::string range;           ///< of the request; empty: none
  int status = 0;              ///< that the client got; 0: none
  std::uint64_t sent = 0;      ///< bytes of the request's body that the store got
  std::uint64_t received = 0;  ///< bytes of the answer's body that the client got
};

/// An HTTP proxy on a free port of 127.0.0.1 between rclone and an S3 server on another port. Heads pass unchanged,
/// since requests are signed over them. It knows what rclone uses: bodies of a known length, and connections that stay
/// open; anything else closes the connection. A thread for each of 100 connections at most, more are closed; every
/// function may be called from any thread, and throws std::runtime_error.
class StoreProxy {
 public:
  explicit StoreProxy(std::uint16_t server_port);
  ~StoreProxy();
  StoreProxy(const StoreProxy&) = delete;
  StoreProxy& operator=(const StoreProxy&) = delete;

  std::uint16_t port() const { return port_; }

  /// The first that matches a request is what happens to it.
  void add(const StoreFault& fault);
  /// No faults from now on.
  void clear();
  /// What is held back goes on.
  void release();
  /// Waits until a request is held back.
  void await_stall();

  /// All so far, in the order in which they came. What the client has seen of one is in it.
  std::vector<StoreExchange> exchanges() const;

 private:
  struct Rule {
    StoreFault fault;
    std::size_t matches = 0;
  };
  class Connection;

  void run();
  void begin_to_serve(UniqueFd client);
  std::optional<StoreFault> fault_for(const StoreExchange& exchange);
  /// Returns the number to update() it with.
  std::size_t record(const StoreExchange& exchange);
  void update(std::size_t number, const StoreExchange& exchange);
  /// False when the proxy ends first.
  bool hold_back();

  const std::uint16_t server_port_;
  UniqueFd end_;
  UniqueFd listener_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Rule> rules_;
  std::vector<StoreExchange> exchanges_;
  std::size_t held_back_ = 0;
  std::uint64_t releases_ = 0;
  bool is_ending_ = false;
  std::atomic<int> open_connections_ = 0;
  std::list<std::thread> connections_;  ///< used by the thread alone
  std::thread thread_;
};

}  // namespace mongokeep::test
