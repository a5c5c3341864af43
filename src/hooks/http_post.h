#pragma once

#include <chrono>
#include <stop_token>
#include <string>

namespace mongokeep::hooks {

struct PostLimits {
  std::chrono::milliseconds connect = std::chrono::seconds(10);
  std::chrono::milliseconds whole = std::chrono::seconds(30);
};

/// What came of a POST.
struct PostResult {
  enum class Kind {
    accepted,     ///< answered with 2xx
    refused,      ///< asking again would not help
    unavailable,  ///< the network or the server failed (5xx): asking again later may help
    stopped,
  };
  Kind kind;
  std::string problem;  ///< unless accepted: what happened, for a person, without any part of the address
};

/// Sends `body`, application/json, to an http or https address, after up to three redirects of the same kind, by
/// libcurl, with its defaults for proxies and certificates. The body of the answer is thrown away. A stop ends it at
/// once. Throws Error{connection} when libcurl cannot do its work at all.
PostResult post_json(const std::string& address, const std::string& body, const PostLimits& limits,
                     const std::stop_token& stop);

/// Connects as post_json() would, TLS included, and sends no request. `accepted`: it answers.
PostResult reach_server(const std::string& address, const PostLimits& limits, const std::stop_token& stop);

}  // namespace mongokeep::hooks
