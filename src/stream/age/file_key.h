#pragma once

#include <string>

#include "stream/age/secret_bytes.h"

namespace mongokeep::stream::age {

/// The key of one age file, 16 random bytes: its header holds it wrapped for each recipient, its payload is encrypted
/// with a key derived from it (C2SP age, "Payload").
class FileKey {
 public:
  static constexpr std::size_t size = 16;

  static FileKey generate();
  /// Takes 16 bytes.
  explicit FileKey(SecretBytes bytes);
  /// The same key again.
  FileKey copy() const;

  std::span<const std::uint8_t> bytes() const { return bytes_.bytes(); }
  /// Tells one key from another and nothing of the key: 32 hex digits of HKDF-SHA-256 under a label of our own. Who
  /// keeps it can tell whether a file is the very one, since nobody without the key can make another that has it.
  std::string mark() const;

 private:
  SecretBytes bytes_;
};

}  // namespace mongokeep::stream::age
