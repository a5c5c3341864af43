#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "mongo/connection.h"
#include "mongo/namespace.h"
#include "mongo/reading/id_position.h"

namespace mongokeep::mongo {

/// Where the greatest `_id` of the collection stands; nothing where that is of another type than those that have a
/// place, or there is no document. Throws Error as commands do.
std::optional<IdPosition> last_position(const Client& client, const Namespace& ns);

/// Asks for the document of this `id` ({"_id": …}), in the way that those behind it are asked for. Throws Error where
/// the server does not understand that: not every one knows all types.
void try_ranges(const Client& client, const Namespace& ns, const std::vector<std::uint8_t>& id);

}  // namespace mongokeep::mongo
