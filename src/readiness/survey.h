#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "readiness/findings.h"

namespace mongokeep::readiness {

/// Things that are looked at one after the other, on a thread of their own.
struct Look {
  std::string subject;        ///< "the server": who did not answer, where nobody did
  std::vector<Topic> topics;  ///< all that it reports on
  /// Owns, or shares, all that it uses: where it hangs, nobody waits for it. The token tells it that nobody does.
  std::function<void(Findings&, const std::stop_token&)> take;
};

/// Takes all looks at the same time, for at most `limit`, and returns what they found, by topic. A topic that a look
/// has not come to by then is a finding as well, and so is a look that no thread can be started for. Throws
/// Error{stopped} at once when the token is told to stop.
std::vector<Finding> survey(const std::vector<Look>& looks, std::chrono::milliseconds limit,
                            const std::stop_token& stop);

}  // namespace mongokeep::readiness
