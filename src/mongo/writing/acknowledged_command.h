#pragma once

#include <optional>
#include <string>

#include "extjson/raw_document.h"
#include "mongo/connection.h"
#include "mongo/driver_error.h"
#include "mongo/handles.h"
#include "mongo/writing/write_concern.h"

namespace mongokeep::mongo {

/// Runs a command that writes, on the primary, with the connection string's write concern or its substitute. What the
/// server does not confirm is done all the same, and told to `confirmation`. `operation` and `subject` as for Error.
std::optional<Failure> run_acknowledged(const Client& client, const std::string& database, extjson::RawDocument command,
                                        Reply& reply, Confirmation& confirmation, std::string operation,
                                        std::string subject);

}  // namespace mongokeep::mongo
