#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/patience.h"
#include "extjson/bson_bytes.h"
#include "mongo/connection.h"
#include "mongo/namespace.h"

namespace mongokeep::mongo {

/// The bytes of one BSON document.

/// One collection as `listCollections` tells it.
struct CollectionInfo {
  std::string name;
  std::string type;            ///< `collection`, `view` or `timeseries`
  extjson::BsonBytes options;  ///< BSON document
  std::string identity;        ///< bytes of its UUID; empty where the server gives none (views)
};

// What the server says of itself and of what it holds. All throw Error: kind `connection` where the server cannot be
// reached or is not ready, `server` where it refuses the command or who we are.

/// The server's version; empty where it does not tell this user. The first call on a new connection, so its
/// errors name the hosts. A server that was found and then breaks off, or is not ready, is asked again.
std::string server_version(const Client& client, Patience& patience);

/// Names of all databases, sorted.
std::vector<std::string> list_databases(const Client& client);

/// All collections of the database, sorted by name; `system.` ones included.
std::vector<CollectionInfo> list_collections(const Client& client, const std::string& database);

/// One collection; nothing where there is none of that name (any more).
std::optional<CollectionInfo> find_collection(const Client& client, const Namespace& ns);

/// The BSON documents of the collection's indexes, in the server's order; nothing where the collection is not there.
std::optional<std::vector<extjson::BsonBytes>> list_indexes(const Client& client, const Namespace& ns);

/// The server's estimate of how many documents there are, from its metadata.
std::uint64_t estimated_count(const Client& client, const Namespace& ns);

}  // namespace mongokeep::mongo
