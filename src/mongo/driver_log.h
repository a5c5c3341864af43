#pragma once

#include "mongokeep/log.h"

namespace mongokeep::mongo {

/// Sends the driver's own messages to `handler` instead of the standard error, as lines `MongoDB driver` with the
/// fields `domain` and `text`. For the whole process: for programs, not for libraries.
void route_driver_log(LogHandler handler);

}  // namespace mongokeep::mongo
