#pragma once

#include <cstdint>
#include <string>

namespace mongokeep::stream {

/// The number in the four bytes at `bytes`, the lowest first.
inline std::uint32_t little_endian_32(const char* bytes) {
  std::uint32_t number = 0;
  for (int i = 3; i >= 0; --i) number = number << 8U | static_cast<unsigned char>(bytes[i]);
  return number;
}

inline void append_little_endian_32(std::string& bytes, std::uint32_t number) {
  for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(number >> shift & 0xFFU);
}

}  // namespace mongokeep::stream
