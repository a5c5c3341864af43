#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "stream/age/aead.h"
#include "stream/age/file_key.h"

namespace mongokeep::stream::age {

// The payload of an age file (C2SP age, "Payload"): after a nonce, chunks of text, each sealed for itself under its
// number and whether it is the last. All but the last are full, and the last is empty only where there is no other.

inline constexpr std::size_t payload_nonce_size = 16;
inline constexpr std::size_t chunk_size = std::size_t{64} << 10U;
inline constexpr std::size_t sealed_chunk_size = chunk_size + Aead::tag_size;

/// The key that the chunks of a file are sealed with.
inline SecretBytes payload_key(const FileKey& key, std::string_view nonce) {
  return hkdf(key.bytes(), bytes_of(nonce), "payload", 32);
}

enum class Place { before_others, last };

/// The nonce of one chunk: its number from 0, eleven bytes, the highest first, and whether it is the last.
inline std::array<std::uint8_t, Aead::nonce_size> chunk_nonce(std::uint64_t number, Place place) {
  std::array<std::uint8_t, Aead::nonce_size> nonce = {};
  for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<std::uint8_t>(number >> 8 * i & 0xFFU);
  nonce[11] = place == Place::last ? 1 : 0;
  return nonce;
}

}  // namespace mongokeep::stream::age
