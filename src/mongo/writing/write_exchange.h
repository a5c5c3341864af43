#pragma once

#include <optional>

#include "mongo/driver_error.h"
#include "mongo/writing/batch_write.h"
#include "mongo/writing/write_command.h"
#include "mongo/writing/write_concern.h"
#include "mongo/writing/write_reply.h"

namespace mongokeep::mongo {

/// What errors say of it.
inline constexpr const char* write_operation = "write to";

/// How a document goes to the server.
enum class Carriage {
  bulk,     ///< by the driver's bulk operation, as a byte sequence of its own that every server takes as it is
  command,  ///< inside a command that we write, since the driver would add an `_id`, or has no option that is needed
};

Carriage carriage_for(WriteMode mode, extjson::BsonView document);

/// An answer or a failure.
struct WriteExchange {
  WriteReply reply = {};
  std::optional<Failure> failure = std::nullopt;
  std::optional<WriteConcernError> unconfirmed = std::nullopt;  ///< of what was done
  bool was_sent_again = false;  ///< by the driver itself; not known of a borrowed client
};

/// Sends the documents, which all go in the same way and are no more than one command can carry. A write concern error
/// is a failure where it passes, as when the primary steps down: what was done may be undone then.
WriteExchange exchange(const WriteContext& context, const DocumentBatch& batch, Indexes indexes, Carriage carriage);

}  // namespace mongokeep::mongo
