#pragma once

#include "extjson/bson_builder.h"

namespace mongokeep::extjson {

/// A document with every type in it, nested and in arrays, that canonical text carries.
inline Bytes rich_document() {
  const std::string object_id = "0123456789ab";
  const std::string code_inside = stored_string("return x") + BsonBuilder().add_int32("x", 1).text();
  const BsonBuilder inner = BsonBuilder()
                                .add_string("text", "line\nwith \"quotes\" and größe")
                                .add(BsonType::number_double, "price", stored(19.99))
                                .add_array("tags", BsonBuilder().add_string("0", "a").add_string("1", "b"));
  return BsonBuilder()
      .add(BsonType::object_id, "_id", object_id)
      .add_string("a key that is longer than one block", "text that is longer than one block")
      .add_document("inner", inner)
      .add(BsonType::binary, "binary", stored(std::int32_t{3}) + '\0' + "abc")
      .add(BsonType::binary, "old binary", stored(std::int32_t{7}) + '\2' + stored(std::int32_t{3}) + "abc")
      .add(BsonType::undefined, "undefined")
      .add(BsonType::boolean, "boolean", "\x01")
      .add(BsonType::date_time, "date", stored(std::int64_t{1356351330501}))
      .add(BsonType::null, "null")
      .add(BsonType::regular_expression, "regex", std::string("^a\0im\0", 6))
      .add(BsonType::db_pointer, "pointer", stored_string("db.c") + object_id)
      .add(BsonType::code, "code", stored_string("f()"))
      .add(BsonType::symbol, "symbol", stored_string("s"))
      .add(BsonType::code_with_scope, "scope", stored(static_cast<std::int32_t>(code_inside.size() + 4)) + code_inside)
      .add_int32("int", -42)
      .add(BsonType::timestamp, "timestamp", stored(std::uint64_t{1} << 32 | 2))
      .add(BsonType::int64, "long", stored(std::int64_t{1} << 40))
      .add(BsonType::decimal128, "decimal", stored(std::uint64_t{1999}) + stored(std::uint64_t{0x303C000000000000}))
      .add(BsonType::min_key, "min")
      .add(BsonType::max_key, "max")
      .bytes();
}

}  // namespace mongokeep::extjson
