#pragma once

namespace mongokeep::extjson {

/// Writes a finite double as the shortest decimal text that reads back as the same double, in the form of Extended
/// JSON: always with a decimal point or an exponent ("1.0", "-0.0", "1234.5", "1.5E-7", "1.2345678921232E+18").
/// The exponent is used below 1E-4 and from 1E+16 on. Needs room for 48 characters; the text is no longer than 25.
char* write_extended_double(char* out, double number);

/// The same digits in the form of ECMAScript's Number::toString ("1", "0" for -0, "1e+21", "1.5e-7").
/// Needs the same room.
char* write_script_double(char* out, double number);

}  // namespace mongokeep::extjson
