#include "hooks/ping_hook.h"

#include <cstdint>
#include <string>

#include "base/stop_wait.h"

namespace mongokeep::hooks {

void ping(const PingAddress& address, const Notice& notice, const HookLog& log, const PingPatience& patience,
          const std::stop_token& stop) {
  const std::string target = address.told_of(notice.happening);
  const auto try_once = [&] { return post_json(target, notice.short_report, patience.limits, stop); };
  PostResult result = try_once();
  std::int64_t tries = 1;
  for (const auto pause : patience.pauses) {
    if (tries == patience.tries) break;
    if (result.kind != PostResult::Kind::unavailable || !wait_unless_stopped(stop, pause)) break;
    result = try_once();
    ++tries;
  }
  if (result.kind == PostResult::Kind::accepted) {
    log.succeeded({{"server", address.server()}, {"tries", tries}});
  } else {
    log.failed(result.problem, {{"server", address.server()}, {"tries", tries}});
  }
}

}  // namespace mongokeep::hooks
