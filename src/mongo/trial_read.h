#pragma once

#include "mongo/connection.h"
#include "mongo/namespace.h"

namespace mongokeep::mongo {

/// Reads one `_id` of the collection or view: whoever may not learns of it. Throws Error{connection}, Error{server}.
void try_to_read(const Client& client, const Namespace& ns);

}  // namespace mongokeep::mongo
