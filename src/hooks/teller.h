#pragma once

#include <stop_token>

#include "base/log.h"
#include "hooks/notice.h"
#include "mongokeep/hooks.h"

namespace mongokeep::hooks {

/// Tells whom the settings name, the health-check service first, then the command, and waits for both. A hook that
/// fails is logged as a warning and changes nothing; one that goes well is a debug line. Throws nothing of its own.
/// After a stop it ends what runs, begins nothing more and returns soon: within seconds, at worst.
void tell(const Hooks& hooks, const Notice& notice, Log& log, const std::stop_token& stop);

/// Throws Error{configuration} for an address that is not http(s) or has no host, or a time limit that is not positive.
void check(const Hooks& hooks);

}  // namespace mongokeep::hooks
