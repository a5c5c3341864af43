#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "extjson/bson_type.h"

namespace mongokeep::extjson {

/// What a string was taken for.
struct TypeGuess {
  BsonType type;
  std::size_t size;  ///< of its value, in bytes
};

/// Takes a string for what it was before JSON.stringify made it one. `text` is in UTF-8 and stands under `key`.
/// Writes the value's bytes at `out`, which may be `text`'s own memory, and returns what it is; nothing where it is a
/// string. An ObjectId is taken from 24 digits as the driver writes them, in lower case, under `_id` alone; a date from
/// the one text that Date.prototype.toISOString has for it.
std::optional<TypeGuess> guess_type(std::string_view key, std::string_view text, char* out);

}  // namespace mongokeep::extjson
