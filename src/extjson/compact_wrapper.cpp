#include "extjson/compact_wrapper.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "extjson/bson_type.h"
#include "extjson/hex_reading.h"
#include "extjson/json_number.h"
#include "extjson/key_word.h"
#include "extjson/little_endian.h"

namespace mongokeep::extjson {

namespace {

constexpr ReadingCursor none{nullptr, nullptr};

/// One object, from the text behind the quote that its value begins with.
class CompactWrapper {
 public:
  CompactWrapper(const TextTokens& tokens, Token brace, char* out, char* type)
      : tokens_(tokens), brace_(brace), out_(out), type_(type) {}

  ReadingCursor int32(const char* text) const {
    const std::optional<std::int64_t> value = whole(text, brace_ + 4);
    if (!value || !is_int32(*value)) return none;
    return end(BsonType::int32, static_cast<std::int32_t>(*value), brace_ + 5);
  }

  ReadingCursor int64(const char* text) const {
    const std::optional<std::int64_t> value = whole(text, brace_ + 4);
    return value ? end(BsonType::int64, *value, brace_ + 5) : none;
  }

  ReadingCursor date(const char* text) const {
    const std::optional<std::int64_t> value = whole(text, brace_ + 7);
    if (!value || tokens_.kind(brace_ + 8) != '}') return none;
    return end(BsonType::date_time, *value, brace_ + 9);
  }

  ReadingCursor number_double(const char* text) const {
    if (!begins_number(text)) return none;
    const JsonNumber number = read_json_number(text);
    return closes(number.end, brace_ + 4) ? end(BsonType::number_double, to_double(number), brace_ + 5) : none;
  }

  ReadingCursor object_id(const char* text) const {
    constexpr std::size_t size = 12;
    if (!closes(text + 2 * size, brace_ + 4) || !read_hex(out_, text, size)) return none;
    *type_ = static_cast<char>(BsonType::object_id);
    return {brace_ + 5, out_ + size};
  }

 private:
  static bool begins_number(const char* text) {
    const char first = *text == '-' ? text[1] : *text;
    return first >= '0' && first <= '9';
  }

  std::optional<std::int64_t> whole(const char* text, Token close) const {
    if (!begins_number(text)) return std::nullopt;
    const JsonNumber number = read_json_number(text);
    return closes(number.end, close) ? number.as_int64() : std::nullopt;
  }

  /// Whether the value's quote stands at `quote`, and the brace right behind it.
  bool closes(const char* quote, Token close) const {
    return tokens_.kind(close) == '}' && tokens_.at(close) == quote + 1 && *quote == '"';
  }

  template <typename Number>
  ReadingCursor end(BsonType type, Number number, Token behind) const {
    *type_ = static_cast<char>(type);
    store_little_endian(out_, number);
    return {behind, out_ + sizeof(Number)};
  }

  const TextTokens& tokens_;
  Token brace_;
  char* out_;
  char* type_;
};

}  // namespace

ReadingCursor read_compact_wrapper(const TextTokens& tokens, Token brace, char* out, char* type) {
  // All that is read here lies within the text and the room behind it.
  const char* const text = tokens.at(brace);
  if (text[1] != '"') return none;
  const CompactWrapper wrapper(tokens, brace, out, type);
  constexpr std::size_t key = 2;
  constexpr std::size_t rest = key + 8;
  switch (first_word(text + key)) {
    case word("$numberI"): return continues(text + rest, "nt\":\"") ? wrapper.int32(text + rest + 5) : none;
    case word("$numberL"): return continues(text + rest, "ong\":\"") ? wrapper.int64(text + rest + 6) : none;
    case word("$numberD"): return continues(text + rest, "ouble\":\"") ? wrapper.number_double(text + rest + 8) : none;
    case word("$date\":{"): {
      constexpr std::string_view opening = "\"$numberLong\":\"";
      const bool is_number = std::memcmp(text + rest, opening.data(), opening.size()) == 0;
      return is_number ? wrapper.date(text + rest + opening.size()) : none;
    }
    default: return continues(text + key, "$oid\":\"") ? wrapper.object_id(text + key + 7) : none;
  }
}

}  // namespace mongokeep::extjson
