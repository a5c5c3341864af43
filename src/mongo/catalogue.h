#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/patience.h"
#include "extjson/bson_bytes.h"
#include "mongo/connection.h"
#include "mongo/driver_error.h"
#include "mongo/namespace.h"

namespace mongokeep::mongo {

/// One collection as `listCollections` tells it.
struct CollectionInfo {
  std::string name;            ///< where it has none, or one that no text can carry, what to call it; its own otherwise
  std::string type;            ///< `collection`, `view` or `timeseries`
  extjson::BsonBytes options;  ///< BSON document
  std::string identity;        ///< bytes of its UUID; empty where the server gives none (views)
  std::string fault = {};      ///< why nothing can be done with it; empty where all is well
};

/// One database as `listDatabases` tells it; `name` and `fault` likewise.
struct DatabaseInfo {
  std::string name;
  std::string fault = {};
};

// What the server says of itself and of what it holds. All throw Error: kind `connection` where the server cannot be
// reached or is not ready, `server` where it refuses the command or who we are.

/// The server's version; empty where it does not tell this user. The first call on a new connection, so its
/// errors name the hosts. A server that was found and then breaks off, or is not ready, is asked again.
std::string server_version(const Client& client, Patience& patience);

/// All databases, sorted by name; faulty ones included.
std::vector<DatabaseInfo> list_database_infos(const Client& client);
/// The names of those that something can be done with, sorted.
std::vector<std::string> list_databases(const Client& client);

/// All collections of the database, sorted by name, each name once; `system.` ones and faulty ones included.
std::vector<CollectionInfo> list_collections(const Client& client, const std::string& database);

/// One collection; nothing where there is none of that name (any more).
std::optional<CollectionInfo> find_collection(const Client& client, const Namespace& ns);

/// Whether a command has failed since the collection is not there. Throws Error{server} where the server says so and
/// lists it: whoever takes a collection for gone writes into it, or leaves its indexes out.
bool is_gone(const Client& client, const Namespace& ns, const Failure& failure);

/// The BSON documents of the collection's indexes, in the server's order; nothing where the collection is not there.
std::optional<std::vector<extjson::BsonBytes>> list_indexes(const Client& client, const Namespace& ns);

/// The server's estimate of how many documents there are, from its metadata.
std::uint64_t estimated_count(const Client& client, const Namespace& ns);

}  // namespace mongokeep::mongo
