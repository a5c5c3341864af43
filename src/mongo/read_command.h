#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "mongo/driver_error.h"
#include "mongo/handles.h"

// For this room's own sources only, as handles.h.
namespace mongokeep::mongo {

/// Sends a command that reads to a server that the client's read preference chooses. Fills `reply`, whatever comes of
/// it; nothing where it was answered.
std::optional<Failure> read_command(const Client& client, const std::string& database, const bson_t& command,
                                    Reply& reply, const std::string& operation, const std::string& subject);

/// How long a server takes for the shortest answer that there is. Throws Error{connection, server}, which says that the
/// operation failed.
std::chrono::nanoseconds round_trip_of_ping(const Client& client, const std::string& operation);

}  // namespace mongokeep::mongo
