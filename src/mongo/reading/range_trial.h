#pragma once

#include <cstdint>
#include <vector>

#include "mongo/connection.h"
#include "mongo/namespace.h"

namespace mongokeep::mongo {

/// Asks for the document of this `id` ({"_id": …}), in the way that those behind it are asked for. Throws Error where
/// the server does not understand that: not every one knows all types.
void try_ranges(const Client& client, const Namespace& ns, const std::vector<std::uint8_t>& id);

}  // namespace mongokeep::mongo
