#pragma once

#include <chrono>
#include <optional>

#include "mongo/connection.h"
#include "mongo/handles.h"

namespace mongokeep::mongo {

/// The server that a client's writes go to, as the driver found it when it greeted it.
struct Primary {
  bool is_router = false;  ///< several shards stand behind it, or may stand there
  std::optional<std::chrono::milliseconds> round_trip;
};

/// Nothing where none can be reached: `error` says why.
std::optional<Primary> find_primary(const Client& client, bson_error_t& error);

}  // namespace mongokeep::mongo
