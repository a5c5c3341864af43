#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "stream/age/secret_bytes.h"

namespace mongokeep::stream::age {

// The primitives that the format is made of, over OpenSSL's libcrypto. All throw Error{storage} where the library
// refuses, for want of memory or of random numbers.

using ByteSpan = std::span<const std::uint8_t>;

/// The bytes of a text.
inline ByteSpan bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Throws unless OpenSSL's call went well.
void check_crypto(bool went_well, const char* operation);

/// Fills the room with random bytes: for what may be seen, and for keys.
void fill_random(std::span<std::uint8_t> room);
void fill_random_secret(SecretBytes& room);

/// HKDF-SHA-256 (RFC 5869), `size` bytes.
SecretBytes hkdf(ByteSpan key, ByteSpan salt, std::string_view info, std::size_t size);

/// SHA-256 (FIPS 180-4) as 64 hex digits.
std::string sha256_text(std::string_view text);

/// HMAC-SHA-256 (RFC 2104), 32 bytes.
std::string hmac(ByteSpan key, std::string_view message);

/// A secret key's size and a public key's, in bytes.
inline constexpr std::size_t x25519_key_size = 32;

/// X25519 (RFC 7748): the public key of a secret one, 32 bytes each.
std::string x25519_public(const SecretBytes& secret);
/// What both sides come to, 32 bytes; empty where the other's key is one of the few that lead to zeros.
SecretBytes x25519_shared(const SecretBytes& secret, std::string_view public_key);

/// scrypt (RFC 7914) with N = 2^log_n, r = 8, p = 1: 32 bytes, in 128 * 8 * N bytes of memory. One at a time in a
/// process.
SecretBytes scrypt(const SecretBytes& passphrase, std::string_view salt, unsigned log_n);

}  // namespace mongokeep::stream::age
