#pragma once

#include <compare>

#include "extjson/bson_element.h"

namespace mongokeep::extjson {

/// How two values stand to each other in the server's order, as `sort` has it without a collation (MongoDB manual,
/// "Comparison/Sort Order"): by type first, where all numbers are one type and string and symbol are another, then by
/// value. Numbers of different types are compared by what they are, to the last digit; documents by type, key and value
/// of one element after the other. Keys of the two elements themselves do not count.
/// Throws Error{invalid_data} for bytes that are not BSON.
std::weak_ordering compare_values(const Element& left, const Element& right);

}  // namespace mongokeep::extjson
