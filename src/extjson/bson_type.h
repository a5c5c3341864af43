#pragma once

#include <cstdint>

namespace mongokeep::extjson {

/// The element types of BSON 1.1 by their spec names. A byte from outside may hold any other value.
enum class BsonType : std::uint8_t {
  number_double = 0x01,
  string = 0x02,
  document = 0x03,
  array = 0x04,
  binary = 0x05,
  undefined = 0x06,
  object_id = 0x07,
  boolean = 0x08,
  date_time = 0x09,
  null = 0x0A,
  regular_expression = 0x0B,
  db_pointer = 0x0C,
  code = 0x0D,
  symbol = 0x0E,
  code_with_scope = 0x0F,
  int32 = 0x10,
  timestamp = 0x11,
  int64 = 0x12,
  decimal128 = 0x13,
  max_key = 0x7F,
  min_key = 0xFF,
};

/// Documents within documents, the outermost counted: more is refused, as MongoDB's own servers do.
inline constexpr int deepest_nesting = 200;

}  // namespace mongokeep::extjson
