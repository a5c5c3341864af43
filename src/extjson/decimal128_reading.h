#pragma once

#include <string_view>

namespace mongokeep::extjson {

/// Writes the 16 bytes of the decimal128 that `text` stands for, and returns where they end: by the BSON Decimal128
/// specification's from-string: digits with a sign, a point and an exponent, or an infinity or NaN in any case of
/// letters. Zeros at the end come and go where that brings the exponent into range; what would need rounding is
/// refused, as is what is too large. The text is that of a JSON string, and there must be a character behind it. Throws
/// WrongText.
char* write_decimal128_bytes(char* out, std::string_view text);

}  // namespace mongokeep::extjson
