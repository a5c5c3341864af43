#include "stream/age/key_wrap.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text/quantity.h"
#include "mongokeep/error.h"
#include "stream/age/aead.h"
#include "stream/age/base64.h"
#include "stream/age/crypto.h"

namespace mongokeep::stream::age {

namespace {

constexpr std::string_view x25519_label = "age-encryption.org/v1/X25519";
constexpr std::string_view scrypt_label = "age-encryption.org/v1/scrypt";
constexpr std::size_t share_size = 32;
constexpr std::size_t salt_size = 16;
constexpr std::size_t wrapped_size = FileKey::size + Aead::tag_size;
/// Each wrapping key is used once.
constexpr std::array<std::uint8_t, Aead::nonce_size> zero_nonce = {};

std::string sealed(const FileKey& key, const SecretBytes& wrapping_key) {
  std::string body(wrapped_size, '\0');
  Aead(wrapping_key, Aead::Direction::seal)
      .seal(zero_nonce, key.bytes(), {reinterpret_cast<std::uint8_t*>(body.data()), body.size()});
  return body;
}

std::optional<FileKey> opened(const Stanza& stanza, const SecretBytes& wrapping_key) {
  SecretBytes key(FileKey::size);
  if (!Aead(wrapping_key, Aead::Direction::open).open(zero_nonce, bytes_of(stanza.body), key.bytes())) {
    return std::nullopt;
  }
  return FileKey(std::move(key));
}

Error malformed(const Stanza& stanza, const std::string& subject) {
  return Error(ErrorKind::damaged, "decrypt", subject,
               fmt::format("the part {} of its header is malformed", stanza.arguments.front()));
}

/// The bytes of an argument, of which there have to be `size`.
std::string decoded(const Stanza& stanza, std::size_t argument, std::size_t size, const std::string& subject) {
  auto bytes = bytes_of_base64(stanza.arguments[argument]);
  if (!bytes || bytes->size() != size || stanza.body.size() != wrapped_size) throw malformed(stanza, subject);
  return *std::move(bytes);
}

SecretBytes x25519_wrapping_key(const SecretBytes& shared, std::string_view share, std::string_view public_key) {
  return hkdf(shared.bytes(), bytes_of(std::string(share) + std::string(public_key)), x25519_label, 32);
}

unsigned work_in(const Stanza& stanza, unsigned most_work, const std::string& subject) {
  const std::string& text = stanza.arguments[2];
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.front() == '0' || text.size() > 2 || !std::all_of(text.begin(), text.end(), is_digit)) {
    throw malformed(stanza, subject);
  }
  const auto work = static_cast<unsigned>(std::stoul(text));
  if (work <= most_work) return work;
  const std::string cause =
      fmt::format("its passphrase needs 2^{} steps of scrypt, but the limit is 2^{}", work, most_work);
  if (work > highest_scrypt_work) throw Error(ErrorKind::damaged, "decrypt", subject, cause);
  throw Error(ErrorKind::sealed, "decrypt", subject, cause,
              fmt::format("If you trust the file, add --maxScryptWork {}: that takes {} of memory", work,
                          size_text(std::uint64_t{1} << (work + 10))));
}

}  // namespace

Stanza wrap_for_key(const FileKey& key, std::string_view public_key) {
  SecretBytes once(share_size);
  fill_random_secret(once);
  const std::string share = x25519_public(once);
  const SecretBytes shared = x25519_shared(once, public_key);
  if (shared.size() == 0) {
    throw Error(ErrorKind::configuration, "encrypt for", "a recipient",
                "its key is not secure: anybody could decrypt the backup");
  }
  return {{std::string(x25519_type), base64_text(share)}, sealed(key, x25519_wrapping_key(shared, share, public_key))};
}

Stanza wrap_for_passphrase(const FileKey& key, const SecretBytes& passphrase) {
  std::string salt(salt_size, '\0');
  fill_random({reinterpret_cast<std::uint8_t*>(salt.data()), salt.size()});
  const SecretBytes wrapping_key = scrypt(passphrase, std::string(scrypt_label) + salt, scrypt_work);
  return {{std::string(scrypt_type), base64_text(salt), std::to_string(scrypt_work)}, sealed(key, wrapping_key)};
}

std::optional<FileKey> unwrap_with_key(const Stanza& stanza, const SecretBytes& secret_key,
                                       const std::string& subject) {
  if (stanza.arguments.size() != 2) throw malformed(stanza, subject);
  const std::string share = decoded(stanza, 1, share_size, subject);
  const SecretBytes shared = x25519_shared(secret_key, share);
  if (shared.size() == 0) throw malformed(stanza, subject);
  return opened(stanza, x25519_wrapping_key(shared, share, x25519_public(secret_key)));
}

std::optional<FileKey> unwrap_with_passphrase(const Stanza& stanza, const SecretBytes& passphrase, unsigned most_work,
                                              const std::string& subject) {
  if (stanza.arguments.size() != 3) throw malformed(stanza, subject);
  const std::string salt = decoded(stanza, 1, salt_size, subject);
  const unsigned work = work_in(stanza, most_work, subject);
  return opened(stanza, scrypt(passphrase, std::string(scrypt_label) + salt, work));
}

}  // namespace mongokeep::stream::age
