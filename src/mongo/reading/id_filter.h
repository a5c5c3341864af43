#pragma once

#include <cstdint>
#include <vector>

#include "mongo/handles.h"
#include "mongo/reading/id_range.h"

namespace mongokeep::mongo {

/// A filter for the documents of the range. Those that follow an `_id` are meant in the order of `sort({_id: 1})`,
/// across BSON types: a comparison operator alone matches values of its own type only (MongoDB manual, "Type
/// Bracketing"), and a collection may hold `_id`s of many. `after` is a value that an `_id` can have: no array, regular
/// expression or undefined.
UniqueBson filter_of(const IdRange& range);

/// A filter for the documents whose `_id` stands before this one, {"_id": …}, in the same order.
UniqueBson filter_before(const std::vector<std::uint8_t>& id);

}  // namespace mongokeep::mongo
