#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace mongokeep::extjson {

/// Remembers the keys of texts, and which of them came behind or within which: the documents of a collection are much
/// alike, so that the next key can as a rule be guessed. A guess that is right costs one comparison, and gives the
/// key's length before the text does: the processor goes on behind the key while it is still comparing.
///
/// A guess that is wrong costs more than none, so that it is left alone for a while where many are.
///
/// What is remembered is what the caller found to be a key, byte for byte, with its quotes and colon: a guess that
/// stands in a text needs no further look. Where keys stood is for guessing alone, and may be wrong. Keys outside ASCII
/// are not remembered, since only the end of a text tells whether it is UTF-8. Of a fixed size; keys push each other
/// out.
class KeyMemory {
 public:
  /// The longest key that is remembered, with its marks; as many bytes are read to compare.
  static constexpr std::size_t longest = 24;

  /// A key, or none: that one stands nowhere.
  struct Key {
    std::array<std::uint64_t, longest / 8> bytes{1};
    std::array<std::uint64_t, longest / 8> mask{};  ///< the bits of `bytes` that are the key's
    std::size_t size = 0;
    Key* first = nullptr;   ///< the key to be guessed at first within this one's value
    Key* behind = nullptr;  ///< the key to be guessed behind this one's value

    bool stands_at(const char* text) const {
      std::array<std::uint64_t, longest / 8> read;
      std::memcpy(read.data(), text, longest);
      std::uint64_t differences = 0;
      for (std::size_t index = 0; index < read.size(); ++index)
        differences |= (read[index] & mask[index]) ^ bytes[index];
      return differences == 0;
    }
  };

  KeyMemory() {
    none_.first = none_.behind = &none_;
    keys_.fill(none_);
  }
  KeyMemory(const KeyMemory&) = delete;
  KeyMemory& operator=(const KeyMemory&) = delete;

  /// Whether keys are to be guessed, and remembered, in the text that comes.
  bool guesses() const { return guesses_; }

  /// Notes that a text of this size is done with.
  void end_text(std::size_t size) {
    bytes_ += size;
    if (bytes_ < (guesses_ ? trial : pause)) return;
    guesses_ = !guesses_ || wrong_ * bytes_per_wrong_guess < bytes_;
    bytes_ = 0;
    wrong_ = 0;
  }

  /// Holds the keys at the top, and stands for keys that are not remembered.
  Key* none() { return &none_; }

  /// The key of `size` bytes at `text`, found within the value of `holder` where it was not guessed. Another key may be
  /// gone for it.
  Key* remember(const char* text, std::size_t size, const Key* holder) {
    ++wrong_;
    if (size > longest) return &none_;
    Key key = none_;
    key.bytes = {};
    std::memcpy(key.bytes.data(), text, size);
    std::memset(key.mask.data(), 0xFF, size);
    key.size = size;
    if (!is_ascii(key)) return &none_;
    Key& place = keys_[place_of(key, holder)];
    if (place.bytes != key.bytes) place = key;
    return &place;
  }

 private:
  static bool is_ascii(const Key& key) {
    std::uint64_t all = 0;
    for (const std::uint64_t word : key.bytes) all |= word;
    return (all & 0x8080'8080'8080'8080) == 0;
  }

  static constexpr std::size_t places = 256;
  // In bytes of text. Where a member has some 30, one wrong guess in eight costs what the others gain.
  static constexpr std::size_t trial = std::size_t{4} << 10U;
  static constexpr std::size_t pause = std::size_t{128} << 10U;
  static constexpr std::size_t bytes_per_wrong_guess = 256;

  /// The same key within another holder has neighbours of its own.
  std::size_t place_of(const Key& key, const Key* holder) const {
    constexpr std::uint64_t odd = 0x9E37'79B9'7F4A'7C15;
    auto hash = holder == &none_ ? places : static_cast<std::uint64_t>(holder - keys_.data());
    for (const std::uint64_t word : key.bytes) hash = std::rotl((hash ^ word) * odd, 32);
    return hash % places;
  }

  bool guesses_ = true;
  std::size_t bytes_ = 0;  ///< since the last look at how guesses do
  std::size_t wrong_ = 0;  ///< of them
  Key none_;
  std::array<Key, places> keys_;
};

}  // namespace mongokeep::extjson
