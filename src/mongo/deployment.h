#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mongo/connection.h"
#include "mongokeep/clock.h"

namespace mongokeep::mongo {

/// What a deployment says of itself, and how far away it is.
struct Deployment {
  enum class Kind { standalone, replica_set, router };
  std::string version;  ///< empty where this user is not told
  Kind kind = Kind::standalone;
  std::string set_name;                                   ///< of a replica set
  bool has_primary = false;                               ///< of a replica set, as far as it was looked at
  std::chrono::microseconds round_trip{0};                ///< of the shortest of a few commands
  std::optional<std::chrono::milliseconds> clock_offset;  ///< how far its clock is ahead of ours; may be negative
};

/// Asks the server that the client's read preference chooses. Nothing is tried twice. Throws Error{connection} that
/// says which members were found where none fits, Error{server}.
Deployment look_at_deployment(const Client& client, const Clock& clock);

/// How the connection string says that the servers are reached.
struct Route {
  bool is_encrypted = false;  ///< by TLS
  bool is_local = false;      ///< all hosts are this machine
};
Route route_of(const Client& client);

/// Bytes of BSON that the database's documents take (dbStats), as the server estimates it. Throws Error{connection},
/// Error{server}.
std::uint64_t data_size(const Client& client, const std::string& database);

}  // namespace mongokeep::mongo
