#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/files/unique_fd.h"
#include "support/wire_message.h"

namespace mongokeep::test {

/// The wire between clients and a real server on another port: each command can be seen, and cut off or answered in the
/// server's place; each answer of the server's can be changed. For what no server here does by itself: members of a
/// replica set, shards, errors of single documents. With MongoDB's drivers use Server::uri_through().
class WireTap {
 public:
  enum class Course {
    forward,  ///< to the server
    answer,   ///< with `text`
    cut,      ///< the connection
  };
  struct Verdict {
    Course course = Course::forward;
    std::string text = {};  ///< Extended JSON
  };
  /// What is done about a command, given as relaxed Extended JSON. One call at a time.
  using Judge = std::function<Verdict(const std::string& command)>;
  /// The server's answer changed, or nothing where it stays. One call at a time.
  using Edit = std::function<std::optional<std::string>(const std::string& command, const std::string& answer)>;

  /// The bytes that go out in the place of the server's answer, which need be no message at all; nothing where it
  /// stays. The command is empty where it is compressed. One call at a time.
  using Forge = std::function<std::optional<std::string>(const std::string& command, const WireMessage& answer)>;

  WireTap(std::uint16_t server_port, Judge judge, Edit edit = nullptr, Forge forge = nullptr);
  ~WireTap();
  WireTap(const WireTap&) = delete;
  WireTap& operator=(const WireTap&) = delete;

  std::uint16_t port() const { return port_; }
  /// Those that came so far, in their order.
  std::vector<std::string> commands() const;

 private:
  void run();
  void serve(const UniqueFd& client);
  /// False where the connection is at its end.
  bool pass_on(const WireMessage& request, int client, int server);

  const std::uint16_t server_port_;
  Judge judge_;
  Edit edit_;
  Forge forge_;
  UniqueFd listener_;
  UniqueFd waker_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> commands_;
  std::vector<int> sockets_;  ///< of the connections that are served
  std::vector<std::thread> serving_;
  std::thread thread_;
};

}  // namespace mongokeep::test
