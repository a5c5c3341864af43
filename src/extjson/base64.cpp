#include "extjson/base64.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "extjson/base64_vectors.h"

namespace mongokeep::extjson {

namespace {

constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The two characters of each 12 bits.
constexpr std::array<std::array<char, 2>, 4096> pairs = [] {
  std::array<std::array<char, 2>, 4096> table{};
  for (std::size_t bits = 0; bits < table.size(); ++bits) table[bits] = {alphabet[bits >> 6], alphabet[bits & 63]};
  return table;
}();

/// Bytes written at a time, a multiple of three: room is never asked for more.
constexpr std::size_t piece_to_write = 6144;

char* write_triples(char* out, std::span<const std::uint8_t> bytes) {
  const std::size_t done = write_base64_vectors(out, bytes.data(), bytes.size());
  out += done / 3 * 4;
  for (std::size_t index = done; index + 3 <= bytes.size(); index += 3) {
    const auto triple = static_cast<std::uint32_t>(bytes[index] << 16 | bytes[index + 1] << 8 | bytes[index + 2]);
    std::memcpy(out, pairs[triple >> 12].data(), 2);
    std::memcpy(out + 2, pairs[triple & 0xFFF].data(), 2);
    out += 4;
  }
  return out;
}

/// The one or two bytes that no triple takes.
char* write_rest(char* out, std::span<const std::uint8_t> rest) {
  const std::uint8_t second = rest.size() == 2 ? rest[1] : std::uint8_t{0};
  const auto bits = static_cast<std::uint32_t>(rest[0] << 10 | second << 2);
  *out++ = alphabet[bits >> 12];
  *out++ = alphabet[bits >> 6 & 63];
  *out++ = rest.size() == 2 ? alphabet[bits & 63] : '=';
  *out++ = '=';
  return out;
}

}  // namespace

char* write_base64(Draft& draft, char* out, std::span<const std::uint8_t> bytes) {
  do {
    const std::span<const std::uint8_t> piece = bytes.first(std::min(piece_to_write, bytes.size()));
    out = draft.room(out, piece.size() / 3 * 4 + 4 + value_room);
    out = write_triples(out, piece);
    if (const std::size_t rest = piece.size() % 3; rest != 0) out = write_rest(out, piece.last(rest));
    bytes = bytes.subspan(piece.size());
  } while (!bytes.empty());
  return out;
}

}  // namespace mongokeep::extjson
