#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "mongo/connection.h"
#include "mongo/handles.h"

namespace mongokeep::mongo {

/// What the server said of one document that it did not take.
struct WriteError {
  /// Which index already has the document's key.
  enum class Duplicate { none, on_id, on_another, on_unknown };
  std::size_t position;  ///< in the command
  int code;
  Duplicate duplicate;
  std::string reason;  ///< cleaned of secrets, and cut where it is long
};

/// What a server said to a write.
struct WriteReply {
  std::uint64_t written = 0;   ///< inserted, or matched and put in place
  std::uint64_t upserted = 0;  ///< of these, the ones that were not there before
  std::vector<WriteError> errors;

  /// Whether it says of each of so many documents what became of it.
  bool accounts_for(std::size_t documents) const;
};

/// The answer to an `insert` or `update` command.
WriteReply read_command_reply(const Client& client, const bson_t& reply);
/// The same as the driver's bulk operation gives it.
WriteReply read_bulk_reply(const Client& client, const bson_t& reply);
bool has_write_errors(const bson_t& bulk_reply);

/// In bytes: what a person wants to read of a server's reason.
inline constexpr std::size_t longest_reason = 500;

}  // namespace mongokeep::mongo
