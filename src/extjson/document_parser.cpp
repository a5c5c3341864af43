#include "extjson/document_parser.h"

#include <cstdint>
#include <optional>
#include <string_view>

#include "extjson/array_key.h"
#include "extjson/bson_type.h"
#include "extjson/compact_wrapper.h"
#include "extjson/json_number.h"
#include "extjson/little_endian.h"
#include "extjson/string_value.h"
#include "extjson/type_guess.h"

namespace mongokeep::extjson {

namespace {

constexpr const char* too_large = "the document has more than 16 MiB";

void set_type(char* type, BsonType is) {
  *type = static_cast<char>(is);
}

void store_size(char* begin, const char* end) {
  store_little_endian(begin, static_cast<std::int32_t>(end - begin));
}

}  // namespace

ReadingCursor DocumentParser::document(Token brace, char* out) {
  tokens_.expect(brace, '{', "a document must begin with {");
  if (reads_wrappers_) check_is_document(brace);
  return members<Container::document>(brace, out, 0);
}

ReadingCursor DocumentParser::member(Token key_token, char* out) {
  constexpr int below_top = 1;
  return value(key_token + 2, key(key_token, out + 1, below_top), out, 0);
}

template <DocumentParser::Container container>
ReadingCursor DocumentParser::members(Token bracket, char* out, int depth) {
  constexpr bool is_array = container == Container::array;
  constexpr char close = is_array ? ']' : '}';
  char* const begin = out;
  out += 4;
  Token token = bracket + 1;
  ArrayKey array_key;
  char mark = tokens_.kind(token) == close ? close : ',';
  if (mark == close) ++token;
  while (mark != close) {
    if (out > limit_) [[unlikely]]
      tokens_.fail(token, too_large);
    char* const type = out++;
    if constexpr (is_array) {
      out = array_key.write(out);
      array_key.advance();
    } else {
      out = key(token, out, depth);
      token += 2;
    }
    const ReadingCursor behind = value(token, out, type, depth);
    token = behind.token;
    out = behind.out;
    mark = tokens_.kind(token);
    if (mark != ',' && mark != close) [[unlikely]]
      tokens_.fail(token, is_array ? "a comma or a closing bracket is expected here"
                                   : "a comma or a closing brace is expected here");
    ++token;
  }
  *out++ = '\0';
  store_size(begin, out);
  return {token, out};
}

char* DocumentParser::key(Token key, char* out, int depth) const {
  tokens_.expect(key, '"', "a key is expected here");
  char* const end = write_c_string(out, tokens_.inside(key), "a key must not contain NUL");
  tokens_.expect(key + 1, ':', "a colon is expected here");
  if (*out == '$' && reads_wrappers_) [[unlikely]]
    check_dollar_key(key, {out, static_cast<std::size_t>(end - 1 - out)}, depth);
  return end;
}

void DocumentParser::check_dollar_key(Token key, std::string_view name, int depth) const {
  const BsonType type = tokens_.kind(key + 2) == '"' ? BsonType::string : BsonType::document;
  if (reads_as_type(name, type)) tokens_.fail(key, "this key stands for a type, and a type has no other members");
  if (depth == 0 && name == envelope_key) tokens_.fail(key, "a document with $bson has no other members except _id");
}

void DocumentParser::check_is_document(Token brace) const {
  if (wrappers_.type_of(brace + 1) != TypeKey::none) tokens_.fail(brace, "this is a value, but a document is expected");
}

ReadingCursor DocumentParser::value(Token token, char* out, char* type, int depth) {
  switch (tokens_.kind(token)) {
    case '"': return {token + 1, string(token, out, type)};
    case '{': {
      if (reads_wrappers_) {
        const ReadingCursor end = read_compact_wrapper(tokens_, token, out, type);
        if (end.out != nullptr) return end;
        const TypeKey key = wrappers_.type_of(token + 1);
        if (key == TypeKey::code || key == TypeKey::scope) return code(token + 1, out, type, depth);
        if (key != TypeKey::none) return wrappers_.read(key, token + 1, out, type);
      }
      set_type(type, BsonType::document);
      return nested<Container::document>(token, out, depth);
    }
    case '[': set_type(type, BsonType::array); return nested<Container::array>(token, out, depth);
    case 't':
    case 'f':
    case 'n': return {token + 1, word(token, out, type)};
    default: return {token + 1, number(token, out, type)};
  }
}

template <DocumentParser::Container container>
ReadingCursor DocumentParser::nested(Token bracket, char* out, int depth) {
  if (depth + 1 >= deepest_nesting) [[unlikely]]
    tokens_.fail(bracket, "documents are nested more than 200 levels deep");
  return members<container>(bracket, out, depth + 1);
}

char* DocumentParser::string(Token token, char* out, char* type) const {
  char* const end = write_string_value(out, tokens_.inside(token));
  if (guesses_) [[unlikely]] {
    // The key is between the type and the value, each of the last two with a NUL behind it.
    const std::string_view key(type + 1, static_cast<std::size_t>(out - type - 2));
    const std::string_view text(out + 4, static_cast<std::size_t>(end - out - 5));
    if (const std::optional<TypeGuess> guess = guess_type(key, text, out)) {
      set_type(type, guess->type);
      return out + guess->size;
    }
  }
  set_type(type, BsonType::string);
  return end;
}

char* DocumentParser::number(Token token, char* out, char* type) const {
  const JsonNumber number = tokens_.number(token, "a value is expected here");
  const std::optional<std::int64_t> whole = number.as_int64();
  // An integer has no negative zero.
  if (!whole || (*whole == 0 && number.negative)) {
    set_type(type, BsonType::number_double);
    store_little_endian(out, to_double(number));
    return out + 8;
  }
  if (is_int32(*whole)) {
    set_type(type, BsonType::int32);
    store_little_endian(out, static_cast<std::int32_t>(*whole));
    return out + 4;
  }
  set_type(type, BsonType::int64);
  store_little_endian(out, *whole);
  return out + 8;
}

char* DocumentParser::word(Token token, char* out, char* type) const {
  const char first = tokens_.kind(token);
  if (first == 'n') {
    tokens_.expect_word(token, "null");
    set_type(type, BsonType::null);
    return out;
  }
  tokens_.expect_word(token, first == 't' ? "true" : "false");
  set_type(type, BsonType::boolean);
  *out = first == 't' ? 1 : 0;
  return out + 1;
}

ReadingCursor DocumentParser::code(Token first_key, char* out, char* type, int depth) {
  const NamedMembers members(tokens_, first_key, "$code", "$scope");
  if (members.first() == nullptr) tokens_.fail(members.close(), "$scope needs $code");
  tokens_.expect(members.first(), '"', "$code must be a string");
  if (members.second() == nullptr) {
    set_type(type, BsonType::code);
    return {members.end(), write_string_value(out, tokens_.inside(members.first()))};
  }
  set_type(type, BsonType::code_with_scope);
  char* const scope = write_string_value(out + 4, tokens_.inside(members.first()));
  tokens_.expect(members.second(), '{', "$scope must be a document");
  check_is_document(members.second());
  const ReadingCursor end = nested<Container::document>(members.second(), scope, depth);
  store_size(out, end.out);
  return {members.end(), end.out};
}

}  // namespace mongokeep::extjson
