#pragma once

#include <optional>
#include <string>

#include "mongo/connection.h"
#include "mongo/namespace.h"

namespace mongokeep::mongo {

/// The key that the collection is sharded by, as a cluster's catalogue (`config.collections`) has it: relaxed Extended
/// JSON, or "a key that this user may not see". Nothing where the collection is not sharded.
/// Throws Error{connection}, Error{server}.
std::optional<std::string> catalogued_shard_key(const Client& client, const Namespace& ns);

/// The same, asked of routers only: other servers have no sharded collections.
std::optional<std::string> shard_key(const Client& client, const Namespace& ns);

}  // namespace mongokeep::mongo
