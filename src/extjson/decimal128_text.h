#pragma once

#include <cstdint>

namespace mongokeep::extjson {

/// Writes the 16 bytes of an IEEE 754-2008 decimal128 (binary integer encoding, as BSON stores it) as the BSON
/// Decimal128 specification's to-string does. Encodings that are not canonical are taken for what IEEE 754 says they
/// stand for: zero for a significand above 10^34 - 1. The text is no longer than 42 characters.
char* write_decimal128(char* out, const std::uint8_t* bytes);

/// Whether a reader of write_decimal128()'s text makes the same bytes of it: not for a significand that is out of
/// range, nor for a NaN or an infinity with any bit set that means nothing.
bool decimal128_is_canonical(const std::uint8_t* bytes);

}  // namespace mongokeep::extjson
