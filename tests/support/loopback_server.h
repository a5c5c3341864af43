#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "support/child_process.h"

namespace mongokeep::test {

/// A program that listens on a port of 127.0.0.1 that it is told, as a child. An instance that exists was seen to
/// listen. All functions throw std::runtime_error; one thread at a time.
class LoopbackServer {
 public:
  /// How to start it on a port.
  using Settings = std::function<ChildSettings(std::uint16_t port)>;

  /// Takes a free port. `listening`: what the program says once it listens.
  LoopbackServer(Settings settings, std::string listening);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::uint16_t port() const { return port_; }

  /// Again, on the same port. Does nothing while it runs.
  void start();
  /// In peace (SIGTERM), and then what it has started for its clients by force.
  void stop();
  /// By force, with what it has started for its clients.
  void kill();

 private:
  void launch();
  void end(int signal);

  Settings settings_;
  std::string listening_;
  std::uint16_t port_ = 0;
  std::unique_ptr<ChildProcess> child_;
};

}  // namespace mongokeep::test
