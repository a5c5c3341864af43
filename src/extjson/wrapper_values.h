#pragma once

#include <cstdint>
#include <string_view>

namespace mongokeep::extjson {

/// What the strings within Extended JSON's types stand for. Each function takes all of a string's characters, behind
/// which there must be one more, and throws WrongText at the character that its type cannot have.

/// A whole number of this size.
std::int32_t int32_in(std::string_view text);
std::int64_t int64_in(std::string_view text);
/// A number of JSON's, "NaN", "Infinity" or "-Infinity".
double double_in(std::string_view text);
/// The 12 bytes of an ObjectId.
char* write_object_id(char* out, std::string_view text);
/// The 16 bytes of a UUID, in its usual five groups.
char* write_uuid_bytes(char* out, std::string_view text);
/// A binary's subtype.
std::uint8_t subtype_in(std::string_view text);
/// A date as ISO 8601 has it, in milliseconds since 1970.
std::int64_t date_in(std::string_view text);

}  // namespace mongokeep::extjson
