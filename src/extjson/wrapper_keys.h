#pragma once

#include <string_view>

#include "extjson/bson_type.h"

namespace mongokeep::extjson {

/// The keys that Extended JSON v2 has for types, and those of older forms that its readers also take.
enum class TypeKey {
  none,  ///< a key like any other
  binary,
  code,
  date,
  db_pointer,
  max_key,
  min_key,
  number_decimal,
  number_double,
  number_int,
  number_long,
  object_id,
  old_regular_expression,  ///< `$regex`, which reads as a type with a string alone
  regular_expression,
  scope,
  symbol,
  timestamp,
  undefined,
  uuid,
};

/// Which of them this is.
TypeKey type_key(std::string_view key);

/// Whether a reader of Extended JSON would take a document with this key, and a value of this type under it, for one
/// value of another type, or refuse it. `key` begins with a dollar sign.
///
/// These are the keys of Extended JSON v2 and of the older forms that its readers also take ($uuid, and $regex with a
/// string). The query operators $regex (with a regular expression), $options and $type, and DBRefs ($ref, $id, $db)
/// are documents like any other.
bool reads_as_type(std::string_view key, BsonType type);

/// The key of the envelope, which a document of the user's may therefore not have at its top level.
inline constexpr std::string_view envelope_key = "$bson";

}  // namespace mongokeep::extjson
