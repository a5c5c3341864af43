#pragma once

#include <vector>

#include "mongo/writing/batch_write.h"
#include "mongo/writing/write_command.h"

namespace mongokeep::mongo {

/// How a document of ours stands to the collection's.
enum class Presence {
  absent,     ///< none has its `_id`
  different,  ///< another has its `_id`
  same,       ///< it is there, byte for byte
};

/// Looks the documents up by their `_id`, on the primary; one answer for each index. Of documents that are the same,
/// as many are `same` as there are in the collection. One without an `_id` is `absent`.
/// Throws Error{connection, server}.
std::vector<Presence> look_up(const WriteContext& context, const DocumentBatch& batch, Indexes indexes);

}  // namespace mongokeep::mongo
