#include "stream/age/bech32.h"

#include <array>
#include <cstdint>
#include <vector>

namespace mongokeep::stream::age {

namespace {

constexpr std::string_view bech32_digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t checksum_length = 6;

char lower(char character) {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

/// The remainder that makes the checksum, taken on value by value: for a whole text it is 1.
class Remainder {
 public:
  explicit Remainder(std::string_view prefix) {
    for (const char c : prefix) add(static_cast<unsigned char>(lower(c)) >> 5U);
    add(0);
    for (const char c : prefix) add(static_cast<unsigned char>(lower(c)) & 31U);
  }
  void add(unsigned value) {
    static constexpr std::array<std::uint32_t, 5> generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                               0x2a1462b3};
    const std::uint32_t top = value_ >> 25U;
    value_ = (value_ & 0x1ffffffU) << 5U ^ value;
    for (unsigned i = 0; i < generator.size(); ++i) value_ ^= (top >> i & 1U) != 0 ? generator[i] : 0;
  }
  std::uint32_t value() const { return value_; }

 private:
  std::uint32_t value_ = 1;
};

/// Whether all letters of the text are in the case of the prefix's.
bool has_case_of(std::string_view prefix, std::string_view text) {
  const bool is_upper = prefix.front() >= 'A' && prefix.front() <= 'Z';
  for (const char c : text) {
    if (is_upper ? (c >= 'a' && c <= 'z') : (c >= 'A' && c <= 'Z')) return false;
  }
  return true;
}

}  // namespace

SecretBytes bech32_text(std::string_view prefix, std::string_view bytes) {
  SecretBytes text(prefix.size() + 1 + (bytes.size() * 8 + 4) / 5 + checksum_length);
  std::size_t length = 0;
  const auto put = [&](char character) { text.bytes()[length++] = static_cast<std::uint8_t>(character); };
  for (const char c : prefix) put(lower(c));
  put('1');
  Remainder remainder(prefix);
  const auto put_value = [&](unsigned value) {
    remainder.add(value);
    put(bech32_digits[value]);
  };
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char byte : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(byte);
    held += 8;
    for (; held >= 5; held -= 5) put_value(bits >> (held - 5) & 31U);
  }
  if (held > 0) put_value(bits << (5 - held) & 31U);
  for (std::size_t i = 0; i < checksum_length; ++i) remainder.add(0);
  const std::uint32_t checksum = remainder.value() ^ 1U;
  for (unsigned i = 0; i < checksum_length; ++i) put(bech32_digits[checksum >> 5 * (checksum_length - 1 - i) & 31U]);
  return text;
}

std::optional<SecretBytes> bytes_of_bech32(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix) || !has_case_of(prefix, text)) return std::nullopt;
  std::string_view data = text.substr(prefix.size());
  if (data.size() < 1 + checksum_length || data.front() != '1') return std::nullopt;
  data.remove_prefix(1);
  SecretBytes bytes((data.size() - checksum_length) * 5 / 8);
  Remainder remainder(prefix);
  std::uint32_t bits = 0;
  unsigned held = 0;
  std::size_t length = 0;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const std::size_t value = bech32_digits.find(lower(data[i]));
    if (value == std::string_view::npos) return std::nullopt;
    remainder.add(static_cast<unsigned>(value));
    if (i >= data.size() - checksum_length) continue;
    bits = bits << 5U | static_cast<std::uint32_t>(value);
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes.bytes()[length++] = static_cast<std::uint8_t>(bits >> held & 0xFFU);
  }
  const bool is_padded_right = held < 5 && (bits & ((1U << held) - 1U)) == 0;
  if (remainder.value() != 1 || !is_padded_right) return std::nullopt;
  return bytes;
}

}  // namespace mongokeep::stream::age
