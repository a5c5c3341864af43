#pragma once

#include <compare>

#include "extjson/bson_element.h"

namespace mongokeep::extjson {

/// How two numbers, each an int32, an int64, a double or a decimal128, stand to each other: exactly, with NaN equal to
/// NaN and below all others.
std::weak_ordering compare_numbers(const Element& left, const Element& right);

/// Whether a number is NaN.
bool is_nan(const Element& number);

}  // namespace mongokeep::extjson
