#pragma once

#include "mongo/handles.h"

namespace mongokeep::mongo {

/// A filter for the documents that follow `last_id` in the order of `sort({_id: 1})`, across BSON types: a comparison
/// operator alone matches values of its own type only (MongoDB manual, "Type Bracketing"), and a collection may hold
/// `_id`s of many. `last_id` points at a value that an `_id` can have: no array, regular expression or undefined.
UniqueBson filter_after(const bson_iter_t& last_id);

}  // namespace mongokeep::mongo
