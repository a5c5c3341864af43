#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "mongo/connection.h"
#include "mongo/namespace.h"
#include "mongo/writing/document_batch.h"
#include "mongo/writing/write_concern.h"

namespace mongokeep::mongo {

/// What is to become of documents whose `_id` is in the collection already.
enum class WriteMode {
  insert,        ///< refused, as duplicates
  upsert,        ///< put in the place of what is there
  missing_only,  ///< left out: what is there stays
};

enum class Validation { by_server, bypassed };

/// Whether the collection has its unique index on `_id`: all have but time-series ones. Without it nobody can tell
/// what of an interrupted write went in.
enum class IdIndex { unique, none };

/// One document that the server did not take.
struct Refusal {
  enum class Why { duplicate_key, validation, other };
  std::size_t index;  ///< in the batch
  Why why;
  std::string reason;  ///< the server's own, with its error number
};

/// What became of the documents of one batch; together they are all of it.
struct BatchResult {
  std::uint64_t inserted = 0;
  std::uint64_t replaced = 0;  ///< in WriteMode::upsert: were there, the same or another
  std::uint64_t present = 0;   ///< in WriteMode::missing_only: were there, and stayed
  std::vector<Refusal> refusals;
  Confirmation confirmation;  ///< of what went in
};

/// How documents are written. All borrowed.
struct WriteContext {
  const Client& client;
  const Namespace& ns;
  WriteMode mode = WriteMode::insert;
  Validation validation = Validation::by_server;
  IdIndex id_index = IdIndex::unique;
  bool keeps_order = false;  ///< of the documents, as a capped collection does
  std::stop_token stop = {};
};

/// Sends the documents, unordered (one that is refused does not stop the others), in as few messages as the server's
/// limits allow. Their bytes go as they are, nothing added: not even an `_id`. A server may still store others: it puts
/// an `_id` in where there is none, and an older one its own time into an empty timestamp.
///
/// What the network breaks is tried again, as Patience has it; a document that an earlier try has brought in already
/// counts as inserted, not as a duplicate: it is compared byte for byte with what is there.
/// Throws Error: `connection` when the server stays away, `server` when it refuses the whole write (no permission, a
/// view), `stopped`.
BatchResult write_batch(const WriteContext& context, const DocumentBatch& batch);

}  // namespace mongokeep::mongo
