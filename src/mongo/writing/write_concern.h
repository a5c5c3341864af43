#pragma once

#include <optional>
#include <string>

#include "mongo/connection.h"
#include "mongo/handles.h"
#include "mongo/namespace.h"

namespace mongokeep::mongo {

/// What to write with where the connection string asks for no answer: a server could not say then what it has refused.
/// Null where it asks for one.
UniqueWriteConcern substitute_write_concern(const Client& client);

/// What a server says of a write that it has done, but that is not as safe as the write concern asks.
struct WriteConcernError {
  int code;
  std::string reason;  ///< cleaned of secrets
};

/// In the answer to a command, or to a bulk operation of the driver's.
std::optional<WriteConcernError> write_concern_error_in(const Client& client, const bson_t& reply);

/// Why what was written is not confirmed; empty as long as all of it is.
class Confirmation {
 public:
  /// The first one counts.
  void deny(const WriteConcernError& error);
  const std::string& missing() const { return missing_; }

 private:
  std::string missing_;
};

/// Asks the server, by a write that changes nothing, whether it can do what the connection string's write concern asks.
/// Throws Error{configuration} where it cannot, ever: a mode that it does not know, more members than there are.
/// Nothing is asked where the connection string has no write concern; other troubles show when something is written.
void check_write_concern(const Client& client, const std::string& database);

}  // namespace mongokeep::mongo
