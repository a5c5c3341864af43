#pragma once

#include <cstdint>

#include "extjson/bson_type.h"

namespace mongokeep::extjson {

/// The groups of types in which the server sorts values, lowest first. Values of one group are compared by what they
/// are, values of two groups by their groups alone.
enum class TypeGroup : std::uint8_t {
  min_key,
  undefined,
  null,
  number,
  string,
  document,
  array,
  binary,
  object_id,
  boolean,
  date_time,
  timestamp,
  regular_expression,
  db_pointer,
  code,
  code_with_scope,
  max_key,
};

/// The group of this type. Throws Error{invalid_data} for a byte that is no type.
TypeGroup type_group(BsonType type);

/// Whether it is one of the four types of numbers. Throws as `type_group` does.
inline bool is_number(BsonType type) {
  return type_group(type) == TypeGroup::number;
}

}  // namespace mongokeep::extjson
