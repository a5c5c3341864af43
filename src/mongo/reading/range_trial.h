#pragma once

#include <cstdint>
#include <vector>

#include "mongo/connection.h"
#include "mongo/namespace.h"

namespace mongokeep::mongo {

/// Whether the server reads ranges as they are meant: not every one knows all types. It is asked for the document of
/// this `id` ({"_id": …}) behind itself, in the ways that ranges are asked for; `end` is {"_id": …} of their line's.
/// Throws Error where the server refuses.
bool understands_ranges(const Client& client, const Namespace& ns, const std::vector<std::uint8_t>& id,
                        const std::vector<std::uint8_t>& end);

}  // namespace mongokeep::mongo
