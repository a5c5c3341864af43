#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::mongo {

/// How the secret shows where something that it is a part of was written in base64, whatever stands before and behind
/// it: SASL sends user and password in one piece. In both alphabets of RFC 4648. Nothing for secrets of less than six
/// bytes, whose few characters would be found everywhere.
std::vector<std::string> base64_codes_of(std::string_view secret);

/// The secret in lower-case hexadecimal digits; nothing for secrets of less than four bytes.
std::vector<std::string> hex_codes_of(std::string_view secret);

}  // namespace mongokeep::mongo
