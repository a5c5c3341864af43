#pragma once

#include <condition_variable>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/files/unique_fd.h"

namespace mongokeep::test {

/// A request that has come in whole.
struct HttpRequest {
  std::string method;
  std::string target;                          ///< path and query, as they were sent
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// What a client gets for a request.
struct HttpAnswer {
  enum class Manner {
    answer,
    hang,   ///< nothing, for as long as the receiver lives; the connection stays open
    close,  ///< nothing; the connection is closed
  };
  int status = 200;
  std::map<std::string, std::string> headers = {};
  std::string body = {};
  Manner manner = Manner::answer;
};

/// An HTTP/1.1 server on a free port of 127.0.0.1 that records what it is sent; one request a connection, one
/// connection at a time. Runs on a thread of its own; every function may be called from any thread, and throws
/// std::runtime_error.
class HttpReceiver {
 public:
  /// Answers everything with 200.
  HttpReceiver() : HttpReceiver(std::initializer_list<HttpAnswer>{}) {}
  /// Gives the answers in turn, and then 200 for ever.
  HttpReceiver(std::initializer_list<HttpAnswer> answers);
  ~HttpReceiver();
  HttpReceiver(const HttpReceiver&) = delete;
  HttpReceiver& operator=(const HttpReceiver&) = delete;

  /// "http://127.0.0.1:PORT" with the path behind it.
  std::string address(const std::string& path) const;

  std::vector<HttpRequest> requests() const;
  /// Waits until so many have come in; throws when they have not after a minute.
  void await_requests(std::size_t count);

 private:
  void run();
  void serve(UniqueFd client);
  std::string read_until(int client, std::string text, std::size_t size);
  bool wait_for(int descriptor);

  const std::vector<HttpAnswer> answers_;
  UniqueFd end_;
  UniqueFd listener_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<HttpRequest> requests_;
  std::vector<UniqueFd> hanging_;  ///< used by the thread alone
  std::thread thread_;
};

}  // namespace mongokeep::test
