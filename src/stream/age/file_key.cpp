#include "stream/age/file_key.h"

#include <fmt/format.h>

#include <utility>

#include "stream/age/crypto.h"

namespace mongokeep::stream::age {

FileKey FileKey::generate() {
  SecretBytes bytes(size);
  fill_random_secret(bytes);
  return FileKey(std::move(bytes));
}

FileKey::FileKey(SecretBytes bytes) : bytes_(std::move(bytes)) {}

FileKey FileKey::copy() const {
  return FileKey(SecretBytes(bytes_.text()));
}

std::string FileKey::mark() const {
  const SecretBytes mark = hkdf(bytes(), {}, "mongokeep mark", 16);
  std::string text;
  for (const std::uint8_t byte : mark.bytes()) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace mongokeep::stream::age
