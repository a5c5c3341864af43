#pragma once

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <span>

#include "stream/age/crypto.h"

namespace mongokeep::stream::age {

/// ChaCha20-Poly1305 (RFC 8439) under one key, without additional data. Not for several threads at once.
///
/// While it lives, OpenSSL holds the expanded key in ordinary memory, and wipes it when this goes.
class Aead {
 public:
  static constexpr std::size_t nonce_size = 12;
  static constexpr std::size_t tag_size = 16;

  enum class Direction { seal, open };
  /// `key` is 32 bytes long.
  Aead(const SecretBytes& key, Direction direction);

  /// Writes the sealed text and its tag to `out`, which is tag_size bytes longer.
  void seal(ByteSpan nonce, ByteSpan text, std::span<std::uint8_t> out);
  /// Writes the text to `out`, which is tag_size bytes shorter. False, with nothing in `out`, where the tag does not
  /// fit.
  [[nodiscard]] bool open(ByteSpan nonce, ByteSpan sealed, std::span<std::uint8_t> out);

 private:
  struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  };
  std::unique_ptr<EVP_CIPHER_CTX, Free> context_;
};

}  // namespace mongokeep::stream::age
