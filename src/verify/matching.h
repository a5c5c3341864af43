#pragma once

#include <cstddef>

#include "verify/document_stream.h"
#include "verify/tally.h"

namespace mongokeep::verify {

// Finds for each stored document its live one, and counts what has none.

/// Goes along both sides at once, in the order of `_id`, with one document of each in memory, and those that share an
/// `_id` and differ. False, and the tally is of no use, where a side turns out not to be in that order: a collation,
/// another server's own order, `_id`s that are missing.
bool match_in_order(DocumentStream& stored, DocumentStream& live, Tally& tally);

/// What documents are known by where there is no order to go by.
enum class KnownBy {
  id,     ///< their `_id`, byte for byte
  whole,  ///< all of their bytes; the same one may be there several times
};

/// Reads both sides at the same pace and holds in memory what waits for its match: little where the sides are in the
/// same order, whatever that is. Throws Error{invalid_data} when that is more than `most_bytes`.
void match_in_memory(DocumentStream& stored, DocumentStream& live, KnownBy known_by, std::size_t most_bytes,
                     Tally& tally);

}  // namespace mongokeep::verify
