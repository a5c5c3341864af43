#pragma once

#include <cstddef>
#include <cstdint>

namespace mongokeep::extjson {

/// The bulk of base64, 12 bytes to 16 characters at a time with the vectors that this processor has (Highway chooses
/// at run time), as far as whole vectors go; what is left is the caller's. How: W. Muła, D. Lemire, "Faster Base64
/// Encoding and Decoding Using AVX2 Instructions", ACM Transactions on the Web 12 (2018).
///
/// write_base64_vectors() returns how many of the `size` bytes it has written, a multiple of 12; it reads none behind
/// them, and there must be room for 4 characters to each 3 bytes.
std::size_t write_base64_vectors(char* out, const std::uint8_t* bytes, std::size_t size);

/// Returns how many of the `size` characters it has read, a multiple of 16: it stops before 16 of which one is not of
/// the alphabet, or is padding. 4 bytes more than those it gives may be overwritten, none that it has yet to read where
/// `out` stands before `text`.
std::size_t read_base64_vectors(char* out, const char* text, std::size_t size);

}  // namespace mongokeep::extjson
