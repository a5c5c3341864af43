#include "support/canary.h"

#include <gmock/gmock.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cctype>

namespace mongokeep::test {

namespace {

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return lower;
}

std::string in_hex(std::string_view bytes, std::string_view before = "") {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char c : bytes) text.append(before).append({digits[c >> 4U], digits[c & 15U]});
  return text;
}

/// By another hand than the program's (OpenSSL's).
std::string in_base64(std::string_view bytes) {
  std::string text(bytes.size() * 2 + 8, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

}  // namespace

std::vector<std::string> forms_of(const std::string& secret, const std::string& user) {
  std::string encoded;
  for (const char c : secret) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    encoded += is_plain ? std::string(1, c) : in_hex(std::string(1, c), "%");
  }
  return {secret,         encoded,           in_hex(secret, "%"),
          in_hex(secret), in_base64(secret), in_base64(std::string("\0", 1) + user + std::string("\0", 1) + secret)};
}

void expect_no_trace(const std::string& text, const std::string& secret, const std::string& place) {
  const std::string lower = in_lower_case(text);
  for (const std::string& form : forms_of(secret)) {
    EXPECT_THAT(lower, testing::Not(testing::HasSubstr(in_lower_case(form)))) << place;
  }
  EXPECT_THAT(lower, testing::Not(testing::HasSubstr(in_lower_case(secret.substr(0, 4))))) << place;
}

}  // namespace mongokeep::test
