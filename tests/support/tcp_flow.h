#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace mongokeep::test {

/// One direction of a proxied connection: what was read from one socket and not yet written to the other. The sockets
/// do not block, and are not owned.
class TcpFlow {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  TcpFlow() = default;
  TcpFlow(int from, int to) : from_(from), to_(to) {}

  bool wants_to_read() const { return !has_ended_ && pending_.empty(); }
  bool wants_to_write(Moment now) const { return !pending_.empty() && now >= due_; }
  bool is_underway() const { return !pending_.empty(); }
  bool has_ended() const { return has_ended_ && pending_.empty(); }
  /// When wants_to_write() may become true.
  Moment due() const { return due_; }

  /// Reads at most `limit` bytes, to be written from `due` on; returns how many came. At the end of one side's sending
  /// the other side is told.
  std::size_t read(std::size_t limit, Moment due);
  void write();
  /// One of the sockets is broken.
  bool is_broken() const { return is_broken_; }

 private:
  int from_ = -1;
  int to_ = -1;
  std::string pending_;
  Moment due_;
  bool has_ended_ = false;
  bool is_broken_ = false;
};

}  // namespace mongokeep::test
