#pragma once

#include <cstddef>
#include <span>

#include "extjson/raw_document.h"
#include "mongo/writing/batch_write.h"

namespace mongokeep::mongo {

/// Numbers of a batch's documents, in their order.
using Indexes = std::span<const std::size_t>;

/// What the server takes (its `hello`).
struct WriteLimits {
  std::size_t document_bytes;     ///< maxBsonObjectSize
  std::size_t command_documents;  ///< maxWriteBatchSize
};

/// Asks the driver, which has asked the server. Throws Error as write_batch() does.
WriteLimits write_limits(const Client& client);

/// Upper bound of what the document takes in a command.
std::size_t statement_bytes(WriteMode mode, extjson::BsonView document);

/// How many of the documents, from the first, one command can carry; at least one.
std::size_t count_that_fits(WriteMode mode, const DocumentBatch& batch, Indexes indexes, const WriteLimits& limits);

/// Whether a document has a Timestamp(0, 0) of its own, not inside a value. Servers put their own time there, unless
/// they are told to let it be.
bool has_empty_timestamp(extjson::BsonView document);

/// What a server is to do with an empty timestamp.
enum class EmptyTimestamps {
  left,   ///< kept, by the option `bypassEmptyTsReplacement`, which not every server knows
  as_is,  ///< whatever it does by itself
};

/// The `insert` command, or in WriteMode::upsert the `update` command, for these documents.
extjson::RawDocument write_command(const WriteContext& context, const DocumentBatch& batch, Indexes indexes,
                                   EmptyTimestamps timestamps);

/// {_id: …} with the document's own bytes, or an empty document where it has no `_id`.
extjson::RawDocument id_filter(extjson::BsonView document);

}  // namespace mongokeep::mongo
