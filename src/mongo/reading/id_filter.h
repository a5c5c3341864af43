#pragma once

#include "mongo/handles.h"
#include "mongo/reading/id_range.h"

namespace mongokeep::mongo {

/// A filter for the documents of the range. Those that follow an `_id` are meant in the order of `sort({_id: 1})`,
/// across BSON types: a comparison operator alone matches values of its own type only (MongoDB manual, "Type
/// Bracketing"), and a collection may hold `_id`s of many. `after` is a value that an `_id` can have: no array, regular
/// expression or undefined.
UniqueBson filter_of(const IdRange& range);

}  // namespace mongokeep::mongo
