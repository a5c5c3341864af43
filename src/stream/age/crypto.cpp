#include "stream/age/crypto.h"

#include <fmt/ranges.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <array>
#include <memory>
#include <mutex>

#include "mongokeep/error.h"

namespace mongokeep::stream::age {

namespace {

struct Free {
  void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};

template <typename Handle>
using Owned = std::unique_ptr<Handle, Free>;

constexpr std::size_t x25519_size = 32;

/// OpenSSL takes what it only reads by a pointer that could write.
OSSL_PARAM octets(const char* name, ByteSpan bytes) {
  return OSSL_PARAM_construct_octet_string(name, const_cast<std::uint8_t*>(bytes.data()), bytes.size());
}

Owned<EVP_PKEY> x25519_key(const SecretBytes& secret) {
  Owned<EVP_PKEY> key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, secret.bytes().data(), secret.bytes().size()));
  check_crypto(key != nullptr, "load the secret key");
  return key;
}

}  // namespace

void check_crypto(bool went_well, const char* operation) {
  if (!went_well) throw Error(ErrorKind::storage, operation, "", "OpenSSL failed");
}

void fill_random(std::span<std::uint8_t> room) {
  check_crypto(RAND_bytes(room.data(), static_cast<int>(room.size())) == 1, "get random numbers");
}

void fill_random_secret(SecretBytes& room) {
  check_crypto(RAND_priv_bytes(room.bytes().data(), static_cast<int>(room.size())) == 1, "get random numbers");
}

SecretBytes hkdf(ByteSpan key, ByteSpan salt, std::string_view info, std::size_t size) {
  const Owned<EVP_KDF> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  check_crypto(kdf != nullptr, "derive a key");
  const Owned<EVP_KDF_CTX> context(EVP_KDF_CTX_new(kdf.get()));
  std::string digest = "SHA256";
  // No salt is one of zeros (RFC 5869, section 2.2), and an empty one no parameter.
  const std::array<OSSL_PARAM, 5> parameters = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0), octets(OSSL_KDF_PARAM_KEY, key),
      octets(OSSL_KDF_PARAM_INFO, bytes_of(info)),
      salt.empty() ? OSSL_PARAM_construct_end() : octets(OSSL_KDF_PARAM_SALT, salt), OSSL_PARAM_construct_end()};
  SecretBytes derived(size);
  check_crypto(
      context != nullptr && EVP_KDF_derive(context.get(), derived.bytes().data(), size, parameters.data()) == 1,
      "derive a key");
  return derived;
}

std::string sha256_text(std::string_view text) {
  std::array<std::uint8_t, 32> digest;
  unsigned size = 0;
  check_crypto(EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1, "hash a text");
  return fmt::format("{:02x}", fmt::join(digest, ""));
}

std::string hmac(ByteSpan key, std::string_view message) {
  std::string mac(32, '\0');
  unsigned size = 0;
  const auto* result = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(message).data(),
                            message.size(), reinterpret_cast<std::uint8_t*>(mac.data()), &size);
  check_crypto(result != nullptr && size == mac.size(), "authenticate the header");
  return mac;
}

std::string x25519_public(const SecretBytes& secret) {
  std::string key(x25519_size, '\0');
  std::size_t size = key.size();
  check_crypto(
      EVP_PKEY_get_raw_public_key(x25519_key(secret).get(), reinterpret_cast<std::uint8_t*>(key.data()), &size) == 1,
      "derive the public key");
  return key;
}

SecretBytes x25519_shared(const SecretBytes& secret, std::string_view public_key) {
  const Owned<EVP_PKEY> own = x25519_key(secret);
  const Owned<EVP_PKEY> other(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, bytes_of(public_key).data(), public_key.size()));
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(own.get(), nullptr));
  check_crypto(other != nullptr && context != nullptr && EVP_PKEY_derive_init(context.get()) == 1 &&
                   EVP_PKEY_derive_set_peer(context.get(), other.get()) == 1,
               "agree on a key");
  SecretBytes shared(x25519_size);
  std::size_t size = shared.size();
  // It refuses a shared secret of zeros, as RFC 7748 (section 6.1) asks for.
  if (EVP_PKEY_derive(context.get(), shared.bytes().data(), &size) != 1) return {};
  return shared;
}

SecretBytes scrypt(const SecretBytes& passphrase, std::string_view salt, unsigned log_n) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  const std::uint64_t n = std::uint64_t{1} << log_n;
  // Its own count of what it needs is a little above the paper's.
  const std::uint64_t memory = 128 * 8 * (n + 16);
  SecretBytes key(32);
  check_crypto(EVP_PBE_scrypt(passphrase.text().data(), passphrase.size(), bytes_of(salt).data(), salt.size(), n, 8, 1,
                              memory, key.bytes().data(), key.size()) == 1,
               "derive a key from the passphrase");
  return key;
}

}  // namespace mongokeep::stream::age
