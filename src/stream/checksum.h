#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct XXH3_state_s;

namespace mongokeep::stream {

/// XXH3, 128 bits, seed 0 (github.com/Cyan4973/xxHash, doc/xxhash_spec.md), and a count of the bytes.
class Checksum {
 public:
  Checksum();

  void add(std::string_view bytes);
  /// Bytes so far.
  std::uint64_t size() const { return size_; }
  /// Of the bytes so far: 32 hex digits, as `xxhsum -H2` prints them.
  std::string text() const;
  /// Whether this is what was noted of so many bytes, as text() gives it.
  bool is(std::uint64_t bytes, std::string_view noted) const { return size_ == bytes && text() == noted; }

 private:
  struct Free {
    void operator()(XXH3_state_s* state) const;
  };
  std::unique_ptr<XXH3_state_s, Free> state_;
  std::uint64_t size_ = 0;
};

/// The checksum of one text.
std::string checksum_text(std::string_view bytes);

/// Whether this can be what Checksum::text() gives.
bool is_checksum_text(std::string_view text);

}  // namespace mongokeep::stream
