#include "mongo/secret_codes.h"

#include <algorithm>
#include <cstddef>

namespace mongokeep::mongo {

namespace {

constexpr std::size_t shortest_in_base64 = 6;
constexpr std::size_t shortest_in_hex = 4;

unsigned bit_of(std::string_view bytes, std::size_t bit) {
  return static_cast<unsigned char>(bytes[bit / 8]) >> (7 - bit % 8) & 1U;
}

/// The characters that are the secret's alone where `before` bytes, 0 to 2, of a group of three stand before it.
std::string base64_core(std::string_view secret, std::size_t before) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string core;
  for (std::size_t bit = (6 - before * 8 % 6) % 6; bit + 6 <= secret.size() * 8; bit += 6) {
    unsigned value = 0;
    for (std::size_t i = 0; i < 6; ++i) value = value << 1U | bit_of(secret, bit + i);
    core += alphabet[value];
  }
  return core;
}

}  // namespace

std::vector<std::string> base64_codes_of(std::string_view secret) {
  std::vector<std::string> codes;
  if (secret.size() < shortest_in_base64) return codes;
  for (const std::size_t before : {0U, 1U, 2U}) {
    std::string core = base64_core(secret, before);
    std::string for_urls = core;
    std::replace(for_urls.begin(), for_urls.end(), '+', '-');
    std::replace(for_urls.begin(), for_urls.end(), '/', '_');
    if (for_urls != core) codes.push_back(std::move(for_urls));
    codes.push_back(std::move(core));
  }
  return codes;
}

std::vector<std::string> hex_codes_of(std::string_view secret) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (secret.size() < shortest_in_hex) return {};
  std::string code;
  for (const char c : secret) {
    const auto byte = static_cast<unsigned char>(c);
    code += digits[byte >> 4U];
    code += digits[byte & 15U];
  }
  return {code};
}

}  // namespace mongokeep::mongo
