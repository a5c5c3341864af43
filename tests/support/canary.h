#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::test {

/// How a secret of this user may show: as it is, percent-encoded (what has to be, and all of it), in hexadecimal
/// digits, in base64 by itself and as SASL's PLAIN sends it. Made by other hands than the program's.
std::vector<std::string> forms_of(const std::string& secret, const std::string& user = "u");

/// Fails the test where the text shows the secret, in whatever case or form, or more than three characters of its
/// beginning.
void expect_no_trace(const std::string& text, const std::string& secret, const std::string& place);

}  // namespace mongokeep::test
