#pragma once

#include <optional>

#include "mongokeep/error.h"
#include "mongokeep/restore_service.h"

namespace mongokeep::restore {

/// Why a drill has failed that went through to its end; nothing where every document that is stored came back byte for
/// byte. The kind is `damaged` where some document was refused, or is not as it is stored, and `server` where there is
/// no more to say than that a collection could not be restored or compared.
std::optional<Error> drill_failure(const DrillReport& report);

}  // namespace mongokeep::restore
