#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace mongokeep::extjson {

/// The key that BSON gives an array's elements, counted up in text: "0", "1", …
class ArrayKey {
 public:
  std::size_t size() const { return size_; }

  /// Whether the NUL-terminated `key` is this one. Reads no further than the key's own NUL.
  bool matches(const std::uint8_t* key) const {
    for (std::size_t index = 0; index < size_; ++index) {
      if (key[index] != text_[index]) return false;
    }
    return key[size_] == 0;
  }

  /// Writes the key with its NUL, and returns where it ends. There must be room for 12 bytes.
  char* write(char* out) const {
    std::memcpy(out, text_.data(), text_.size());
    return out + size_ + 1;
  }

  void advance() {
    std::size_t index = size_ - 1;
    while (text_[index] == '9') {
      text_[index] = '0';
      if (index == 0) {
        // All nines: 99 is now 00, and becomes 100.
        text_[size_++] = '0';
        text_[0] = '1';
        return;
      }
      --index;
    }
    ++text_[index];
  }

 private:
  // A document holds less than 2^31 bytes, so that 10 digits are enough.
  std::array<std::uint8_t, 12> text_ = {'0'};
  std::size_t size_ = 1;
};

}  // namespace mongokeep::extjson
