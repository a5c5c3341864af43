#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "extjson/bson_builder.h"
#include "extjson/bson_element.h"
#include "extjson/value_order.h"

namespace mongokeep::extjson {

/// A value, and what to call it.
struct OrderedValue {
  std::string name;
  BsonType type;
  std::string value;  ///< as BSON stores it

  /// Borrows this.
  Element element() const { return {type, {}, {reinterpret_cast<const std::uint8_t*>(value.data()), value.size()}}; }
};

/// -1, 0 or 1, which can be printed and turned round.
inline int sign_of(std::weak_ordering order) {
  if (std::is_lt(order)) return -1;
  return std::is_gt(order) ? 1 : 0;
}

inline int compare(const OrderedValue& left, const OrderedValue& right) {
  return sign_of(compare_values(left.element(), right.element()));
}

/// The 16 bytes of ±DIGITS × 10^exponent; up to 34 digits, with a minus sign in front where it is negative.
std::string stored_decimal(std::string_view digits, int exponent);

/// The value of a code with scope.
std::string stored_code_with_scope(std::string_view code, const BsonBuilder& scope);

/// Values of every type in the server's order, lowest first; those that are equal stand together.
const std::vector<std::vector<OrderedValue>>& ordered_values();

}  // namespace mongokeep::extjson
