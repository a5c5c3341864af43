#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace mongokeep::stream::age {

/// A secret in OpenSSL's secure heap: in memory that is not swapped and not dumped where the system allows it, between
/// guard pages, and wiped when this goes. Moved, never copied.
class SecretBytes {
 public:
  SecretBytes() = default;
  /// Zeros. Throws std::bad_alloc.
  explicit SecretBytes(std::size_t size);
  /// A copy of `bytes`, which stay the caller's to wipe.
  explicit SecretBytes(std::string_view bytes);
  ~SecretBytes();
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;

  std::span<std::uint8_t> bytes() { return {data_, size_}; }
  std::span<const std::uint8_t> bytes() const { return {data_, size_}; }
  std::string_view text() const;
  std::size_t size() const { return size_; }

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace mongokeep::stream::age
