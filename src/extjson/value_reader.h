#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "extjson/bson_error.h"
#include "extjson/bson_type.h"
#include "extjson/little_endian.h"

namespace mongokeep::extjson {

using ByteSpan = std::span<const std::uint8_t>;

/// Reads the parts of values from a document's bytes, each checked against the bytes left before it is touched.
/// It also knows the keys on the way to the value, for the message of the error: the key at each depth is set by
/// whoever walks the document, and depth counts from zero.
class ValueReader {
 public:
  explicit ValueReader(ByteSpan bytes) : begin_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  /// One past the last byte that may be looked at, whatever it belongs to.
  const std::uint8_t* readable_end() const { return end_; }

  void set_key(int depth, const std::uint8_t* key) { path_[static_cast<std::size_t>(depth)] = key; }

  /// Throws for the value under the key at `depth`.
  [[noreturn, gnu::cold, gnu::noinline]] void fail_value(const std::uint8_t* at, int depth, const char* cause) const {
    fail(at, depth + 1, cause);
  }

  /// Throws for the document at `depth`.
  [[noreturn, gnu::cold, gnu::noinline]] void fail_document(const std::uint8_t* at, int depth,
                                                            const char* cause) const {
    fail(at, depth, cause);
  }

  /// Makes sure of `size` bytes from `in` to `limit`.
  void need(const std::uint8_t* in, const std::uint8_t* limit, std::ptrdiff_t size, int depth) const {
    if (limit - in < size) [[unlikely]]
      fail_value(in, depth, "the value goes past the end of its document");
  }

  template <typename Number>
  Number number(const std::uint8_t* in, const std::uint8_t* limit, int depth) const {
    need(in, limit, sizeof(Number), depth);
    return load_little_endian<Number>(in);
  }

  /// The text of a string value, its NUL left out. The value takes string_overhead bytes more than the text.
  static constexpr std::ptrdiff_t string_overhead = 5;
  ByteSpan string(const std::uint8_t* in, const std::uint8_t* limit, int depth) const {
    const auto size = number<std::int32_t>(in, limit, depth);
    if (size < 1) [[unlikely]]
      fail_value(in, depth, "the string's length is less than one");
    if (limit - in - 4 < size) [[unlikely]]
      fail_value(in, depth, "the string goes past the end of its document");
    if (in[4 + size - 1] != 0) [[unlikely]]
      fail_value(in, depth, "the string does not end in a NUL");
    return {in + 4, static_cast<std::size_t>(size - 1)};
  }

  /// The text up to the NUL that ends it. There must be a NUL at `limit` or before.
  ByteSpan c_string(const std::uint8_t* in, const std::uint8_t* limit, int depth) const {
    if (in >= limit) [[unlikely]]
      fail_value(in, depth, "the value goes past the end of its document");
    const auto* const nul = static_cast<const std::uint8_t*>(std::memchr(in, 0, static_cast<std::size_t>(limit - in)));
    if (nul == nullptr) [[unlikely]]
      fail_value(in, depth, "the string has no NUL before the end of its document");
    return {in, nul};
  }

  /// The whole of an embedded document or array.
  ByteSpan document(const std::uint8_t* in, const std::uint8_t* limit, int depth) const {
    const auto size = number<std::int32_t>(in, limit, depth);
    if (size < smallest_document) [[unlikely]]
      fail_value(in, depth, "the document's length is less than five");
    if (limit - in < size) [[unlikely]]
      fail_value(in, depth, "the document goes past the end of the document around it");
    if (in[size - 1] != 0) [[unlikely]]
      fail_value(in, depth, "the document does not end in a NUL");
    return {in, static_cast<std::size_t>(size)};
  }

  /// Checks the length and the end of the outermost document, which is all of the bytes.
  void check_whole_document() const {
    if (end_ - begin_ < smallest_document) fail_document(begin_, 0, "a document has at least five bytes");
    const auto size = load_little_endian<std::int32_t>(begin_);
    if (size != end_ - begin_) fail_document(begin_, 0, "the document's length differs from its number of bytes");
    if (end_[-1] != 0) fail_document(end_ - 1, 0, "the document does not end in a NUL");
  }

 private:
  static constexpr std::int32_t smallest_document = 5;

  [[noreturn]] void fail(const std::uint8_t* at, int keys, const char* cause) const {
    throw_invalid_bson(static_cast<std::size_t>(at - begin_), {path_.data(), static_cast<std::size_t>(keys)}, cause);
  }

  const std::uint8_t* begin_;
  const std::uint8_t* end_;
  std::array<const std::uint8_t*, deepest_nesting> path_;
};

}  // namespace mongokeep::extjson
