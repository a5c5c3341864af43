#pragma once

#include <optional>
#include <string>

#include "mongo/connection.h"
#include "mongo/driver_error.h"
#include "mongo/handles.h"
#include "mongo/raw_document.h"

namespace mongokeep::mongo {

/// What to write with where the connection string asks for no answer: a server could not say then what it has refused.
/// Null where it asks for one.
UniqueWriteConcern substitute_write_concern(const Client& client);

/// Runs a command that writes, on the primary, with the connection string's write concern or its substitute. Write
/// concern errors are failures. `operation` and `subject` as for Error.
std::optional<Failure> run_acknowledged(const Client& client, const std::string& database, RawDocument command,
                                        Reply& reply, std::string operation, std::string subject);

}  // namespace mongokeep::mongo
