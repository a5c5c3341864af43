#include "extjson/wrapper_reader.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "extjson/base64_reading.h"
#include "extjson/decimal128_reading.h"
#include "extjson/json_number.h"
#include "extjson/little_endian.h"
#include "extjson/string_value.h"
#include "extjson/wrapper_values.h"

namespace mongokeep::extjson {

namespace {

constexpr std::uint8_t old_subtype = 2;
constexpr std::uint8_t uuid_subtype = 4;

template <typename Number>
char* write_number(char* out, Number number) {
  store_little_endian(out, number);
  return out + sizeof(Number);
}

/// Puts a regular expression's options in order and takes each once. Characters outside ASCII, which no server knows,
/// stay as they are.
char* sort_options(char* begin, char* end) {
  if (std::any_of(begin, end, [](char option) { return static_cast<std::uint8_t>(option) >= 0x80; })) return end;
  std::sort(begin, end);
  return std::unique(begin, end);
}

}  // namespace

TypeKey WrapperReader::type_of(Token first_key) const {
  if (tokens_.kind(first_key) != '"') return TypeKey::none;
  const char first = tokens_.at(first_key)[1];
  if (first != '$' && first != '\\') return TypeKey::none;
  const TypeKey key = type_key(tokens_.inside(first_key));
  if (key != TypeKey::none && key != TypeKey::old_regular_expression) [[likely]]
    return key;
  return unusual_type_of(first_key);
}

TypeKey WrapperReader::unusual_type_of(Token first_key) const {
  const KeyName name(tokens_, first_key);
  const TypeKey key = type_key(name.view());
  const auto has_string = [&](Token member) {
    return tokens_.kind(member + 1) == ':' && tokens_.kind(member + 2) == '"';
  };
  // With any other value it is a query operator.
  if (key == TypeKey::old_regular_expression) return has_string(first_key) ? key : TypeKey::none;
  if (key != TypeKey::none || !has_string(first_key)) return key;
  const Token second_key = first_key + 4;
  if (tokens_.kind(first_key + 3) != ',' || tokens_.kind(second_key) != '"') return TypeKey::none;
  const KeyName second(tokens_, second_key);
  if (name.view() == "$type" && second.view() == "$binary") return TypeKey::binary;
  if (name.view() == "$options" && second.view() == "$regex" && has_string(second_key)) {
    return TypeKey::old_regular_expression;
  }
  return TypeKey::none;
}

ReadingCursor WrapperReader::read(TypeKey key, Token first_key, char* out, char* type) {
  tokens_.expect(first_key + 1, ':', "a colon is expected here");
  const Token value = first_key + 2;
  const auto is = [&](BsonType bson_type) { *type = static_cast<char>(bson_type); };
  const auto behind = [&](char* end) { return ReadingCursor{close(value + 1), end}; };
  switch (key) {
    case TypeKey::object_id: is(BsonType::object_id); return behind(write_object_id(out, characters(value, out)));
    case TypeKey::number_int: is(BsonType::int32); return behind(write_number(out, int32_in(characters(value, out))));
    case TypeKey::number_long: is(BsonType::int64); return behind(write_number(out, int64_in(characters(value, out))));
    case TypeKey::number_double:
      is(BsonType::number_double);
      return behind(write_number(out, double_in(characters(value, out))));
    case TypeKey::number_decimal:
      is(BsonType::decimal128);
      return behind(write_decimal128_bytes(out, characters(value, out)));
    case TypeKey::symbol: is(BsonType::symbol); return behind(write_string_value(out, inside(value)));
    case TypeKey::date: is(BsonType::date_time); return date(value, out);
    case TypeKey::binary: is(BsonType::binary); return binary(first_key, out);
    case TypeKey::uuid: is(BsonType::binary); return uuid(value, out);
    case TypeKey::regular_expression: is(BsonType::regular_expression); return regular_expression(value, out);
    case TypeKey::old_regular_expression:
      is(BsonType::regular_expression);
      return old_regular_expression(first_key, out);
    case TypeKey::db_pointer: is(BsonType::db_pointer); return db_pointer(value, out);
    case TypeKey::timestamp: is(BsonType::timestamp); return timestamp(value, out);
    case TypeKey::undefined: is(BsonType::undefined); return exactly(value, "true", out);
    case TypeKey::min_key: is(BsonType::min_key); return exactly(value, "1", out);
    case TypeKey::max_key: is(BsonType::max_key); return exactly(value, "1", out);
    case TypeKey::code:
    case TypeKey::scope:
    case TypeKey::none: break;
  }
  tokens_.fail(first_key, "this is not a known type");
}

ReadingCursor WrapperReader::date(Token value, char* out) {
  std::int64_t milliseconds = 0;
  Token end = value + 1;
  if (tokens_.kind(value) == '"') {
    milliseconds = date_in(characters(value, out));
  } else if (tokens_.kind(value) == '{') {
    const Token number = only_member(value, "$numberLong");
    milliseconds = int64_in(characters(number, out));
    end = close(number + 1);
  } else {
    // MongoDB's tools before 2.6.
    const JsonNumber number = tokens_.number(value, "a date must be a string, a $numberLong or a whole number");
    const std::optional<std::int64_t> whole = number.as_int64();
    if (!whole) tokens_.fail(value, "this is not a 64-bit integer");
    milliseconds = *whole;
  }
  return {close(end), write_number(out, milliseconds)};
}

ReadingCursor WrapperReader::binary(Token first_key, char* out) {
  if (tokens_.kind(first_key + 2) == '{') {
    const NamedMembers members = both_members(first_key + 2, "base64", "subType");
    return {close(members.end()), binary_value(members.first(), members.second(), out)};
  }
  const NamedMembers members(tokens_, first_key, "$binary", "$type");
  if (members.first() == nullptr || members.second() == nullptr) {
    tokens_.fail(members.close(), "the older form of a binary needs both $binary and $type");
  }
  return {members.end(), binary_value(members.first(), members.second(), out)};
}

char* WrapperReader::binary_value(Token bytes, Token subtype_text, char* out) {
  const std::uint8_t subtype = subtype_in(characters(subtype_text, out));
  const std::string_view base64 = characters(bytes, out);
  char* const begin = out + 5;
  // The old form has its length inside once more.
  char* const data = subtype == old_subtype ? begin + 4 : begin;
  char* const end = read_base64(data, base64);
  if (subtype == old_subtype) store_little_endian(begin, static_cast<std::int32_t>(end - data));
  store_little_endian(out, static_cast<std::int32_t>(end - begin));
  out[4] = static_cast<char>(subtype);
  return end;
}

ReadingCursor WrapperReader::uuid(Token value, char* out) {
  char* const end = write_uuid_bytes(out + 5, characters(value, out));
  store_little_endian(out, static_cast<std::int32_t>(end - out - 5));
  out[4] = static_cast<char>(uuid_subtype);
  return {close(value + 1), end};
}

ReadingCursor WrapperReader::regular_expression(Token value, char* out) const {
  const NamedMembers members = both_members(value, "pattern", "options");
  return {close(members.end()), pattern_and_options(members.first(), members.second(), out)};
}

ReadingCursor WrapperReader::old_regular_expression(Token first_key, char* out) const {
  const NamedMembers members(tokens_, first_key, "$regex", "$options");
  return {members.end(), pattern_and_options(members.first(), members.second(), out)};
}

char* WrapperReader::pattern_and_options(Token pattern, Token options, char* out) const {
  constexpr const char* no_nul = "a regular expression must not contain NUL";
  char* const second = write_c_string(out, inside(pattern), no_nul);
  if (options == nullptr) {
    *second = '\0';
    return second + 1;
  }
  char* const end = sort_options(second, write_c_string(second, inside(options), no_nul) - 1);
  *end = '\0';
  return end + 1;
}

ReadingCursor WrapperReader::db_pointer(Token value, char* out) {
  const NamedMembers members = both_members(value, "$ref", "$id");
  char* const id = write_string_value(out, inside(members.first()));
  const Token object_id = only_member(members.second(), "$oid");
  char* const end = write_object_id(id, characters(object_id, id));
  close(object_id + 1);
  return {close(members.end()), end};
}

ReadingCursor WrapperReader::timestamp(Token value, char* out) const {
  const NamedMembers members = both_members(value, "t", "i");
  out = write_number(out, uint32(members.second()));
  return {close(members.end()), write_number(out, uint32(members.first()))};
}

std::uint32_t WrapperReader::uint32(Token number) const {
  constexpr const char* cause = "the parts of a timestamp must be 32-bit integers";
  const std::optional<std::int64_t> value = tokens_.number(number, cause).as_int64();
  if (!value || *value < 0 || *value > std::numeric_limits<std::uint32_t>::max()) tokens_.fail(number, cause);
  return static_cast<std::uint32_t>(*value);
}

ReadingCursor WrapperReader::exactly(Token value, std::string_view word, char* out) const {
  tokens_.expect_word(value, word);
  return {close(value + 1), out};
}

NamedMembers WrapperReader::both_members(Token value, std::string_view first_name, std::string_view second_name) const {
  tokens_.expect(value, '{', "an object is expected here");
  const NamedMembers members(tokens_, value + 1, first_name, second_name);
  if (members.first() == nullptr || members.second() == nullptr) tokens_.fail(members.close(), "a member is missing");
  return members;
}

Token WrapperReader::only_member(Token value, std::string_view name) const {
  tokens_.expect(value, '{', "an object is expected here");
  tokens_.expect(value + 1, '"', "a key is expected here");
  if (KeyName(tokens_, value + 1).view() != name) tokens_.fail(value + 1, "this type has no such member");
  tokens_.expect(value + 2, ':', "a colon is expected here");
  return value + 3;
}

Token WrapperReader::close(Token brace) const {
  if (tokens_.kind(brace) == ',') tokens_.fail(brace + 1, "this type has no more members");
  tokens_.expect(brace, '}', "a closing brace is expected here");
  return brace + 1;
}

std::string_view WrapperReader::inside(Token string) const {
  tokens_.expect(string, '"', "a string is expected here");
  return tokens_.inside(string);
}

std::string_view WrapperReader::characters(Token string, char* out) {
  // Further than any value of a fixed size is long, and than what of a binary is written while its base64 is read.
  constexpr std::size_t distance = 64;
  const std::string_view text = inside(string);
  if (!has_escape(text)) [[likely]]
    return text;
  char* const copy = out + distance;
  char* const end = unescape(copy, text);
  *end = '\0';
  last_copied_ = string;
  return {copy, static_cast<std::size_t>(end - copy)};
}

}  // namespace mongokeep::extjson
