#include "extjson/canonical_walk.h"

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <cstring>

#include "extjson/base64_reading.h"
#include "extjson/bson_buffer.h"
#include "extjson/bson_type.h"
#include "extjson/decimal128_reading.h"
#include "extjson/hex_reading.h"
#include "extjson/key_memory.h"
#include "extjson/key_word.h"
#include "extjson/number_form.h"
#include "extjson/string_unescape.h"
#include "extjson/wrong_text.h"

namespace mongokeep::extjson {

namespace {

// What BSON has beside a value's own bytes.
constexpr std::size_t document_overhead = 5;  // its length and a NUL
constexpr std::size_t string_overhead = 5;    // the same
constexpr std::size_t binary_overhead = 5;    // its length and the subtype

/// Where the walk stands, and the BSON so far. Returned in registers; see ReadingCursor.
struct Place {
  const char* at;
  std::size_t size;
};

/// One walk. A place behind the text's end says that it was given up: no value that is whole ends there, since the last
/// brace is behind it.
class CanonicalWalk {
 public:
  CanonicalWalk(std::string_view text, KeyMemory& keys, TextBuffer& scratch)
      : begin_(text.data()), end_(text.data() + text.size()), keys_(keys), holder_(keys.none()), scratch_(scratch) {}

  std::optional<WalkedText> run() {
    if (begin_ == end_ || *begin_ != '{') return std::nullopt;
    const Place last = members<Container::document>(begin_ + 1, 0, 0);
    if (last.at != end_ || last.size > largest_document) return std::nullopt;
    const auto text_size = static_cast<std::size_t>(end_ - begin_);
    keys_.end_text(text_size);
    if (has_non_ascii_ && !simdjson::validate_utf8(begin_, text_size)) return std::nullopt;
    return WalkedText{last.size, id_};
  }

 private:
  enum class Container { document, array };

  // Each of these takes the place to look at and the size so far.

  /// From behind the bracket to behind the one that closes it.
  template <Container container>
  Place members(const char* at, std::size_t size, int depth) {
    constexpr bool is_array = container == Container::array;
    constexpr char close = is_array ? ']' : '}';
    KeyMemory::Key* const holder = holder_;
    KeyMemory::Key** guess = &holder->first;
    size += document_overhead;
    if (*at == close) return {at + 1, size};
    std::size_t index = 0;
    std::size_t longer_from = 10;
    std::size_t array_key_size = 1;
    while (true) {
      const char* const key = at;
      if constexpr (is_array) {
        if (index++ == longer_from) {
          ++array_key_size;
          longer_from *= 10;
        }
        size += array_key_size;
        holder_ = holder;
      } else {
        if (keys_.guesses() && (*guess)->stands_at(key)) {
          at = key + (*guess)->size;
        } else {
          at = behind_key(key);
          if (at >= end_) [[unlikely]]
            return given_up();
          if (keys_.guesses()) *guess = keys_.remember(key, static_cast<std::size_t>(at - key), holder);
        }
        holder_ = *guess;
        guess = &holder_->behind;
        size += static_cast<std::size_t>(at - key) - key_marks;
      }
      // The type, and the key's NUL.
      size += 2;
      if (at >= end_) [[unlikely]]
        return given_up();
      const Place next = value(at, size, depth);
      if (next.at >= end_) [[unlikely]]
        return given_up();
      if constexpr (!is_array) {
        if (depth == 0) note_id(key, at, next.at);
      }
      if (*next.at == close) return {next.at + 1, next.size};
      if (*next.at != ',') [[unlikely]]
        return given_up();
      at = next.at + 1;
      size = next.size;
    }
  }

  void note_id(const char* key, const char* value, const char* end) {
    constexpr std::string_view id_member = "\"_id\":";
    if (!id_.empty() || std::memcmp(key, id_member.data(), id_member.size()) != 0) return;
    id_ = {value, static_cast<std::size_t>(end - value)};
  }

  /// Behind the colon of the member whose key begins here.
  const char* behind_key(const char* at) {
    const char* const begin = at;
    if (*at++ != '"') [[unlikely]]
      return given_up().at;
    if (*at == '$' && !is_plain_dollar_key(begin)) [[unlikely]]
      return given_up().at;
    const ByteBlock::Mask stops = load_block(at).not_plain();
    at = stops.none() || at[stops.first()] != '"' ? behind_long_key(at) : at + stops.first() + 1;
    return *at == ':' ? at + 1 : given_up().at;
  }

  /// Whether the key, with its quotes, is one of those that make no type in any company.
  static bool is_plain_dollar_key(const char* key) {
    return continues(key, "\"$ref\"") || continues(key, "\"$id\"") || continues(key, "\"$db\"");
  }

  /// Behind the closing quote of a key that is longer than a block, or not plain ASCII.
  [[gnu::noinline]] const char* behind_long_key(const char* at) {
    while (at < end_) {
      const ByteBlock block = load_block(at);
      has_non_ascii_ |= !block.outside_ascii().none();
      const ByteBlock::Mask stops = block.escaped();
      if (stops.none()) {
        at += ByteBlock::size;
        continue;
      }
      at += stops.first();
      // An escape might make a type's key of it, or hide a NUL.
      if (*at == '"' && at < end_) return at + 1;
      break;
    }
    return given_up().at;
  }

  Place value(const char* at, std::size_t size, int depth) {
    switch (*at) {
      case '"': return string(at + 1, size + string_overhead);
      case '{':
        if (at[1] == '"' && at[2] == '$') return type(at, size, depth);
        return nested<Container::document>(at, size, depth);
      case '[': return nested<Container::array>(at, size, depth);
      case 't': return behind("true", at, size + 1);
      case 'f': return behind("false", at, size + 1);
      case 'n': return behind("null", at, size);
      default: return given_up();
    }
  }

  template <Container container>
  Place nested(const char* at, std::size_t size, int depth) {
    if (depth + 1 >= deepest_nesting) [[unlikely]]
      return given_up();
    return members<container>(at + 1, size, depth + 1);
  }

  /// Behind the closing quote; `size` grows by the characters alone.
  Place string(const char* at, std::size_t size) {
    while (at < end_) {
      const ByteBlock block = load_block(at);
      has_non_ascii_ |= !block.outside_ascii().none();
      const ByteBlock::Mask stops = block.escaped();
      if (stops.none()) {
        at += ByteBlock::size;
        size += ByteBlock::size;
        continue;
      }
      at += stops.first();
      size += stops.first();
      if (*at == '"') return {at + 1, size};
      if (*at != '\\') break;
      const std::size_t escape = escape_length(at);
      if (escape == 0) break;
      at += escape;
      ++size;
    }
    return given_up();
  }

  /// Of the escape at `at`, where it is one that stands for an ASCII character; otherwise 0.
  static std::size_t escape_length(const char* at) {
    switch (at[1]) {
      case '"':
      case '\\':
      case '/':
      case 'b':
      case 'f':
      case 'n':
      case 'r':
      case 't': return 2;
      case 'u': return continues(at + 2, "00") && at[4] >= '0' && at[4] <= '7' && hex_digit(at[5]) >= 0 ? 6 : 0;
      default: return 0;
    }
  }

  /// The object at `at`, whose first key begins with a dollar sign.
  Place type(const char* at, std::size_t size, int depth) {
    constexpr std::size_t key = 2;
    constexpr std::size_t rest = key + 8;
    const char* const text = at + rest;
    switch (first_word(at + key)) {
      case word("$numberI"):
        if (!continues(text, "nt\":\"")) break;
        return behind("\"}", number_form::behind_int32(text + 5, end_), size + 4);
      case word("$numberL"):
        if (!continues(text, "ong\":\"")) break;
        return behind("\"}", number_form::behind_int64(text + 6, end_), size + 8);
      case word("$numberD"):
        if (continues(text, "ecimal\":\"")) return decimal128(text + 9, size + 16);
        if (!continues(text, "ouble\":\"")) break;
        return number_double(text + 8, size + 8);
      case word("$date\":{"):
        if (!continues(text, "\"$numberLong\":\"")) break;
        return behind("\"}}", number_form::behind_int64(text + 15, end_), size + 8);
      case word("$binary\""):
        if (!continues(text, ":{\"base64\":\"")) break;
        return binary(text + 12, size + binary_overhead);
      case word("$timesta"):
        if (!continues(text, "mp\":{\"t\":")) break;
        return timestamp(text + 9, size + 8);
      case word("$minKey\""):
      case word("$maxKey\""): return behind(":1}", text, size);
      case word("$undefin"): return behind("ed\":true}", text, size);
      default:
        if (continues(at + key, "$oid\":\"")) return object_id(at + key + 7, size + 12);
        // As a DBRef begins; any other key is seen to be none there.
        return nested<Container::document>(at, size, depth);
    }
    return given_up();
  }

  Place number_double(const char* at, std::size_t size) const {
    const char* const number = number_form::behind_double(at, end_);
    if (number != nullptr) [[likely]]
      return behind("\"}", number, size);
    if (*at == 'N') return behind("NaN\"}", at, size);
    return behind("Infinity\"}", *at == '-' ? at + 1 : at, size);
  }

  Place decimal128(const char* at, std::size_t size) const {
    const char* const number = number_form::behind_decimal128(at, end_);
    if (number != nullptr && *number == '"') [[likely]]
      return behind("\"}", number, size);
    const std::string_view text = up_to_quote(at);
    std::array<char, 16> bytes;
    try {
      write_decimal128_bytes(bytes.data(), text);
    } catch (const WrongText&) {
      return given_up();
    }
    return behind("\"}", at + text.size(), size);
  }

  Place object_id(const char* at, std::size_t size) const {
    constexpr std::size_t digits = 24;
    // Blocks of 16 overlap, those of 8 do not.
    for (std::size_t done = 0; done + ByteBlock::size <= digits; done += 8) {
      if (!load_block(at + done).not_hex().none()) return given_up();
    }
    return behind("\"}", at + digits, size);
  }

  Place timestamp(const char* at, std::size_t size) const {
    const char* const seconds = number_form::behind_uint32(at, end_);
    if (seconds == nullptr || !continues(seconds, ",\"i\":")) return given_up();
    return behind("}}", number_form::behind_uint32(seconds + 5, end_), size);
  }

  Place binary(const char* at, std::size_t size) {
    const std::string_view base64 = up_to_quote(at);
    scratch_.clear();
    scratch_.reserve_more(base64.size() + 2 * ByteBlock::size);
    char* bytes_end = nullptr;
    try {
      bytes_end = read_base64(scratch_.end(), base64);
    } catch (const WrongText&) {
      return given_up();
    }
    at += base64.size();
    if (!continues(at, "\",\"subType\":\"")) return given_up();
    at += 13;
    if (hex_digit(at[0]) < 0 || hex_digit(at[1]) < 0) return given_up();
    // The old form has its length inside once more.
    if (continues(at, "02")) size += 4;
    return behind("\"}}", at + 2, size + static_cast<std::size_t>(bytes_end - scratch_.end()));
  }

  /// What stands before the next quote, or before the text's end.
  std::string_view up_to_quote(const char* at) const {
    if (at >= end_) return {};
    const auto left = static_cast<std::size_t>(end_ - at);
    const auto* const quote = static_cast<const char*>(std::memchr(at, '"', left));
    return {at, quote == nullptr ? left : static_cast<std::size_t>(quote - at)};
  }

  /// Behind this ending of a value, where it stands at `at`, which is null where the value was given up.
  template <std::size_t length>
  Place behind(const char (&ending)[length], const char* at, std::size_t size) const {
    if (at == nullptr || !continues(at, ending)) [[unlikely]]
      return given_up();
    return {at + length - 1, size};
  }

  Place given_up() const { return {end_ + 1, 0}; }

  /// The quotes and the colon.
  static constexpr std::size_t key_marks = 3;

  const char* begin_;
  const char* end_;
  KeyMemory& keys_;
  KeyMemory::Key* holder_;  ///< the key in whose value the walk is
  TextBuffer& scratch_;
  std::string_view id_;
  bool has_non_ascii_ = false;  ///< perhaps; where not, there is nothing to validate
};

}  // namespace

std::optional<WalkedText> walk_canonical(std::string_view text, KeyMemory& keys, TextBuffer& scratch) {
  return CanonicalWalk(text, keys, scratch).run();
}

}  // namespace mongokeep::extjson
