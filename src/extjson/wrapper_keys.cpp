#include "extjson/wrapper_keys.h"

#include <cstring>

namespace mongokeep::extjson {

TypeKey type_key(std::string_view key) {
  // Of a known length, so that the comparison is one of a word or two.
  const auto is = [key]<std::size_t size>(const char(&name)[size]) {
    return std::memcmp(key.data(), name, size - 1) == 0;
  };
  switch (key.size()) {
    case 4: return is("$oid") ? TypeKey::object_id : TypeKey::none;
    case 5:
      if (is("$date")) return TypeKey::date;
      if (is("$code")) return TypeKey::code;
      return is("$uuid") ? TypeKey::uuid : TypeKey::none;
    case 6:
      if (is("$scope")) return TypeKey::scope;
      return is("$regex") ? TypeKey::old_regular_expression : TypeKey::none;
    case 7:
      if (is("$binary")) return TypeKey::binary;
      if (is("$symbol")) return TypeKey::symbol;
      if (is("$minKey")) return TypeKey::min_key;
      return is("$maxKey") ? TypeKey::max_key : TypeKey::none;
    case 10:
      if (is("$numberInt")) return TypeKey::number_int;
      if (is("$timestamp")) return TypeKey::timestamp;
      if (is("$undefined")) return TypeKey::undefined;
      return is("$dbPointer") ? TypeKey::db_pointer : TypeKey::none;
    case 11: return is("$numberLong") ? TypeKey::number_long : TypeKey::none;
    case 13: return is("$numberDouble") ? TypeKey::number_double : TypeKey::none;
    case 14: return is("$numberDecimal") ? TypeKey::number_decimal : TypeKey::none;
    case 18: return is("$regularExpression") ? TypeKey::regular_expression : TypeKey::none;
    default: return TypeKey::none;
  }
}

bool reads_as_type(std::string_view key, BsonType type) {
  const TypeKey found = type_key(key);
  if (found == TypeKey::old_regular_expression) return type == BsonType::string;
  return found != TypeKey::none;
}

}  // namespace mongokeep::extjson
