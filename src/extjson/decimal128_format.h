#pragma once

#include <cstdint>

namespace mongokeep::extjson {

/// IEEE 754-2008's decimal128 in the binary integer encoding, as two words of 64 bits.
namespace decimal128 {

__extension__ using Significand = unsigned __int128;

inline constexpr int most_digits = 34;
inline constexpr std::uint64_t ten_to_17 = 100'000'000'000'000'000;
inline constexpr Significand largest_significand = Significand{ten_to_17} * ten_to_17 - 1;

inline constexpr int exponent_bias = 6176;
inline constexpr int smallest_exponent = -exponent_bias;
inline constexpr int largest_exponent = 6111;

/// Bits of the high word.
inline constexpr int exponent_shift = 49;
inline constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;
inline constexpr std::uint64_t infinity = std::uint64_t{0x78} << 56;
inline constexpr std::uint64_t not_a_number = std::uint64_t{0x7C} << 56;

}  // namespace decimal128
}  // namespace mongokeep::extjson
