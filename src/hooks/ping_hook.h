#pragma once

#include <array>
#include <chrono>
#include <stop_token>

#include "hooks/hook_log.h"
#include "hooks/http_post.h"
#include "hooks/notice.h"
#include "hooks/ping_address.h"

namespace mongokeep::hooks {

/// How long a ping goes on.
struct PingPatience {
  PostLimits limits;  ///< of each try
  int tries = 3;      ///< at most
  /// Between tries.
  std::array<std::chrono::milliseconds, 2> pauses{std::chrono::seconds(1), std::chrono::seconds(3)};
};

/// Tells a health-check service by POST of the short report. A try that the network or the server failed is made again
/// after each pause. Logs how it went. Throws Error{connection} when libcurl cannot do its work at all.
void ping(const PingAddress& address, const Notice& notice, const HookLog& log, const PingPatience& patience,
          const std::stop_token& stop);

}  // namespace mongokeep::hooks
