#include "stream/age/aead.h"

#include <algorithm>

namespace mongokeep::stream::age {

namespace {

constexpr const char* operation = "encrypt or decrypt";

}  // namespace

Aead::Aead(const SecretBytes& key, Direction direction) : context_(EVP_CIPHER_CTX_new()) {
  check_crypto(
      context_ != nullptr && EVP_CipherInit_ex(context_.get(), EVP_chacha20_poly1305(), nullptr, key.bytes().data(),
                                               nullptr, direction == Direction::seal ? 1 : 0) == 1,
      operation);
}

void Aead::seal(ByteSpan nonce, ByteSpan text, std::span<std::uint8_t> out) {
  int size = 0;
  int rest = 0;
  EVP_CIPHER_CTX* context = context_.get();
  const std::span<std::uint8_t> tag = out.subspan(text.size());
  const bool went_well =
      EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1 &&
      EVP_EncryptUpdate(context, out.data(), &size, text.data(), static_cast<int>(text.size())) == 1 &&
      EVP_EncryptFinal_ex(context, out.data() + size, &rest) == 1 &&
      EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag_size), tag.data()) == 1;
  check_crypto(went_well, operation);
}

bool Aead::open(ByteSpan nonce, ByteSpan sealed, std::span<std::uint8_t> out) {
  int size = 0;
  int rest = 0;
  EVP_CIPHER_CTX* context = context_.get();
  const ByteSpan text = sealed.first(sealed.size() - tag_size);
  const ByteSpan tag = sealed.last(tag_size);
  // A place to write to, and to read from, is wanted even where there is nothing to write.
  std::uint8_t nowhere = 0;
  const bool went_well = EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data()) == 1 &&
                         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag_size),
                                             const_cast<std::uint8_t*>(tag.data())) == 1 &&
                         EVP_DecryptUpdate(context, text.empty() ? &nowhere : out.data(), &size, text.data(),
                                           static_cast<int>(text.size())) == 1;
  check_crypto(went_well, operation);
  if (EVP_DecryptFinal_ex(context, text.empty() ? &nowhere : out.data() + size, &rest) == 1) return true;
  std::fill(out.begin(), out.end(), std::uint8_t{0});
  return false;
}

}  // namespace mongokeep::stream::age
