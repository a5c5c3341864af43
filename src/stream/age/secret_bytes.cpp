#include "stream/age/secret_bytes.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <mutex>
#include <new>
#include <utility>

namespace mongokeep::stream::age {

namespace {

/// In bytes, a power of two each: room for a file of keys, as large as it may be, beside thousands of keys. Where it is
/// full, there is no memory, rather than ordinary memory. An ordinary user may lock 8 MiB; a system that allows less
/// than this heap swaps it.
constexpr std::size_t heap_size = std::size_t{1} << 20U;
constexpr std::size_t smallest_block = 32;

/// Where there can be no such heap, OpenSSL takes ordinary memory, and it is wiped all the same.
void prepare_heap() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (CRYPTO_secure_malloc_initialized() == 0) CRYPTO_secure_malloc_init(heap_size, smallest_block);
  });
}

}  // namespace

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
  if (size == 0) return;
  prepare_heap();
  data_ = static_cast<std::uint8_t*>(OPENSSL_secure_zalloc(size));
  if (data_ == nullptr) throw std::bad_alloc();
}

SecretBytes::SecretBytes(std::string_view bytes) : SecretBytes(bytes.size()) {
  std::copy(bytes.begin(), bytes.end(), data_);
}

SecretBytes::~SecretBytes() {
  OPENSSL_secure_clear_free(data_, size_);
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

std::string_view SecretBytes::text() const {
  return {reinterpret_cast<const char*>(data_), size_};
}

}  // namespace mongokeep::stream::age
