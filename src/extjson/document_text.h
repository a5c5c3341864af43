#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "extjson/array_key.h"
#include "extjson/base64.h"
#include "extjson/draft.h"
#include "extjson/hex.h"
#include "extjson/put.h"
#include "extjson/string_escape.h"
#include "extjson/value_reader.h"
#include "extjson/wrapper_keys.h"

namespace mongokeep::extjson {

/// The one walk over a document's bytes that checks them and writes their text. `Values` (CanonicalValues and its
/// like) gives the text of each type; what their text cannot carry makes the draft lossy.
///
/// Throws Error{invalid_data} where the bytes are not BSON, and never reads outside them. Recursion is bounded by
/// deepest_nesting.
template <typename Values>
class DocumentText {
 public:
  DocumentText(ByteSpan bytes, Draft& draft) : reader_(bytes), draft_(draft), begin_(bytes.data()) {}

  /// Writes the bytes as one document, at `out`, and returns where the text ends.
  char* write_document(char* out) {
    reader_.check_whole_document();
    return members<Container::document>(begin_, reader_.readable_end(), out, 0);
  }

  /// Writes the bytes as one value of this type, that stood under `key` at the top level of its document.
  char* write_value(BsonType type, const std::uint8_t* key, char* out) {
    reader_.set_key(0, key);
    const Cursor end = value(type, {begin_, out}, reader_.readable_end(), 0);
    if (end.in != reader_.readable_end()) reader_.fail_value(end.in, 0, "the value is longer than its type");
    return end.out;
  }

 private:
  /// Where to read and where to write, handed on in registers.
  struct Cursor {
    const std::uint8_t* in;
    char* out;
  };

  enum class Container { document, array };

  /// Writes a document or an array from its length at `begin` to its NUL before `end`, both known to be there.
  template <Container container>
  char* members(const std::uint8_t* begin, const std::uint8_t* end, char* out, int depth) {
    constexpr bool is_array = container == Container::array;
    const std::uint8_t* const last = end - 1;
    Cursor at{begin + 4, out};
    ArrayKey array_key;
    char separator = is_array ? '[' : '{';
    while (*at.in != 0) {
      const auto type = static_cast<BsonType>(*at.in++);
      at.out = draft_.room(at.out, short_key_room + value_room);
      const std::uint8_t* const key_text = at.in;
      if constexpr (!is_array && !Values::has_wrappers) {
        if (type == BsonType::undefined) {
          at.in = skip_key(at.in, last, depth);
          continue;
        }
      }
      *at.out++ = separator;
      separator = ',';
      if constexpr (is_array) {
        at.in = index_key(array_key, at.in, last, depth);
        array_key.advance();
      } else {
        at = key(type, at, last, depth);
      }
      reader_.set_key(depth, key_text);
      at = value(type, at, last, depth);
    }
    if (at.in != last) reader_.fail_document(at.in, depth, "the document ends before the end that its length gives");
    at.out = draft_.room(at.out, value_room);
    if (separator != ',') *at.out++ = separator;
    *at.out++ = is_array ? ']' : '}';
    return at.out;
  }

  /// Writes a member's key and the colon behind it.
  Cursor key(BsonType type, Cursor at, const std::uint8_t* last, int depth) {
    const std::uint8_t* const text = at.in;
    *at.out++ = '"';
    if (static_cast<std::size_t>(reader_.readable_end() - text) >= ByteBlock::size) [[likely]] {
      const ByteBlock block = ByteBlock::load(text);
      const ByteBlock::Mask stops = block.not_plain();
      if (!stops.none() && text[stops.first()] == 0) [[likely]] {
        block.store(at.out);
        at.in += stops.first() + 1;
        at.out += stops.first();
        if (at.in > last) [[unlikely]]
          reader_.fail_document(text, depth, no_key_end);
        if (text[0] == '$') [[unlikely]]
          check_dollar_key(type, text, at.in - 1, depth);
        return {at.in, put(at.out, "\":")};
      }
    }
    return long_key(type, at, last, depth);
  }

  /// The same for a key that is longer than a block, needs escapes or stands near the end of the bytes.
  [[gnu::noinline]] Cursor long_key(BsonType type, Cursor at, const std::uint8_t* last, int depth) {
    const std::uint8_t* const text = at.in;
    at.in = skip_key(text, last, depth);
    const auto size = static_cast<std::size_t>(at.in - 1 - text);
    at.out = escape_any(draft_, at.out, text, size, reader_.readable_end());
    if (text[0] == '$') check_dollar_key(type, text, at.in - 1, depth);
    return {at.in, draft_.room(put(at.out, "\":"), value_room)};
  }

  [[gnu::noinline]] void check_dollar_key(BsonType type, const std::uint8_t* text, const std::uint8_t* end, int depth) {
    if constexpr (Values::has_wrappers) {
      const std::string_view name(reinterpret_cast<const char*>(text), static_cast<std::size_t>(end - text));
      if (reads_as_type(name, type) || (depth == 0 && name == envelope_key)) draft_.mark_lossy();
    }
  }

  /// Steps over an array's key, which text leaves out: it has to be the one that a reader puts back.
  const std::uint8_t* index_key(const ArrayKey& expected, const std::uint8_t* in, const std::uint8_t* last, int depth) {
    if (expected.matches(in)) [[likely]] {
      in += expected.size() + 1;
      if (in > last) [[unlikely]]
        reader_.fail_document(in, depth, no_key_end);
      return in;
    }
    if constexpr (Values::keeps_bytes) draft_.mark_lossy();
    return skip_key(in, last, depth);
  }

  const std::uint8_t* skip_key(const std::uint8_t* in, const std::uint8_t* last, int depth) {
    const std::size_t left = static_cast<std::size_t>(last - in);
    const void* const nul = in < last ? std::memchr(in, 0, left) : nullptr;
    if (nul == nullptr) reader_.fail_document(in, depth, no_key_end);
    return static_cast<const std::uint8_t*>(nul) + 1;
  }

  /// Writes the value at `at`, which ends at `limit` at the latest.
  Cursor value(BsonType type, Cursor at, const std::uint8_t* limit, int depth) {
    const auto [in, out] = at;
    switch (type) {
      case BsonType::number_double: {
        const auto number = reader_.number<double>(in, limit, depth);
        if constexpr (Values::keeps_bytes) {
          if (!Values::carries(number)) [[unlikely]]
            draft_.mark_lossy();
        }
        return {in + 8, Values::number_double(out, number)};
      }
      case BsonType::string: {
        const ByteSpan text = reader_.string(in, limit, depth);
        return {in + text.size() + ValueReader::string_overhead, quoted(text, out)};
      }
      case BsonType::document: return nested<Container::document>(at, limit, depth);
      case BsonType::array: return nested<Container::array>(at, limit, depth);
      case BsonType::binary: return binary(at, limit, depth);
      case BsonType::undefined: return {in, Values::undefined(out)};
      case BsonType::object_id: reader_.need(in, limit, 12, depth); return {in + 12, Values::object_id(out, in)};
      case BsonType::boolean: {
        const auto byte = reader_.number<std::uint8_t>(in, limit, depth);
        if (byte > 1) [[unlikely]]
          reader_.fail_value(in, depth, "a boolean is neither 0 nor 1");
        return {in + 1, Values::boolean(out, byte != 0)};
      }
      case BsonType::date_time: return {in + 8, Values::date_time(out, reader_.number<std::int64_t>(in, limit, depth))};
      case BsonType::null: return {in, Values::null(out)};
      case BsonType::regular_expression: return regular_expression(at, limit, depth);
      case BsonType::db_pointer: return db_pointer(at, limit, depth);
      case BsonType::code: {
        const ByteSpan text = reader_.string(in, limit, depth);
        return {in + text.size() + ValueReader::string_overhead,
                Values::code_end(escaped(text, Values::code_begin(out)))};
      }
      case BsonType::symbol: {
        const ByteSpan text = reader_.string(in, limit, depth);
        return {in + text.size() + ValueReader::string_overhead,
                Values::symbol_end(escaped(text, Values::symbol_begin(out)))};
      }
      case BsonType::code_with_scope: return code_with_scope(at, limit, depth);
      case BsonType::int32: return {in + 4, Values::int32(out, reader_.number<std::int32_t>(in, limit, depth))};
      case BsonType::timestamp: {
        const auto bits = reader_.number<std::uint64_t>(in, limit, depth);
        return {in + 8,
                Values::timestamp(out, static_cast<std::uint32_t>(bits >> 32), static_cast<std::uint32_t>(bits))};
      }
      case BsonType::int64: return {in + 8, Values::int64(out, reader_.number<std::int64_t>(in, limit, depth))};
      case BsonType::decimal128: {
        reader_.need(in, limit, 16, depth);
        if constexpr (Values::keeps_bytes) {
          if (!decimal128_is_canonical(in)) [[unlikely]]
            draft_.mark_lossy();
        }
        return {in + 16, Values::decimal128(out, in)};
      }
      case BsonType::min_key: return {in, Values::min_key(out)};
      case BsonType::max_key: return {in, Values::max_key(out)};
    }
    reader_.fail_value(in, depth, "unknown BSON type");
  }

  char* escaped(ByteSpan text, char* out) {
    return escape(draft_, out, text.data(), text.size(), reader_.readable_end());
  }

  char* quoted(ByteSpan text, char* out) {
    *out++ = '"';
    out = escaped(text, out);
    *out++ = '"';
    return out;
  }

  template <Container container>
  Cursor nested(Cursor at, const std::uint8_t* limit, int depth) {
    const ByteSpan bytes = reader_.document(at.in, limit, depth);
    if (depth + 1 >= deepest_nesting) [[unlikely]] {
      reader_.fail_value(at.in, depth, "documents are nested more than 200 levels deep");
    }
    const std::uint8_t* const end = bytes.data() + bytes.size();
    return {end, members<container>(bytes.data(), end, at.out, depth + 1)};
  }

  Cursor binary(Cursor at, const std::uint8_t* limit, int depth) {
    constexpr std::uint8_t old_subtype = 2;
    constexpr std::uint8_t uuid_subtype = 4;
    reader_.need(at.in, limit, 5, depth);
    const auto size = load_little_endian<std::int32_t>(at.in);
    const std::uint8_t subtype = at.in[4];
    const std::uint8_t* const data = at.in + 5;
    if (size < 0) [[unlikely]]
      reader_.fail_value(at.in, depth, "the binary's length is negative");
    if (limit - data < size) [[unlikely]]
      reader_.fail_value(at.in, depth, "the binary goes past the end of its document");
    ByteSpan bytes(data, static_cast<std::size_t>(size));
    if (subtype == old_subtype) {
      // The old form has a second length inside, which text leaves out: one that a server stored wrong would be lost.
      if (size >= 4 && load_little_endian<std::int32_t>(data) == size - 4) {
        bytes = bytes.subspan(4);
      } else {
        draft_.mark_lossy();
      }
    }
    if constexpr (Values::has_wrappers) {
      at.out = write_base64(draft_, put(at.out, "{\"$binary\":{\"base64\":\""), bytes);
      at.out = put(write_hex_byte(put(at.out, "\",\"subType\":\""), subtype), "\"}}");
    } else if (subtype == uuid_subtype && bytes.size() == 16) {
      at.out = put(write_uuid(put(at.out, "\""), bytes.data()), "\"");
    } else {
      at.out = put(write_base64(draft_, put(at.out, "\""), bytes), "\"");
    }
    return {data + size, at.out};
  }

  Cursor regular_expression(Cursor at, const std::uint8_t* limit, int depth) {
    const ByteSpan pattern = reader_.c_string(at.in, limit, depth);
    const std::uint8_t* const second = at.in + pattern.size() + 1;
    const ByteSpan options = reader_.c_string(second, limit, depth);
    const std::uint8_t* const end = second + options.size() + 1;
    if constexpr (!Values::has_wrappers) return {end, put(at.out, "{}")};
    if constexpr (Values::keeps_bytes) {
      // Readers put options in order and take each once.
      const auto in_order = [](std::uint8_t left, std::uint8_t right) { return left >= right; };
      if (std::adjacent_find(options.begin(), options.end(), in_order) != options.end()) draft_.mark_lossy();
    }
    at.out = escaped(pattern, put(at.out, "{\"$regularExpression\":{\"pattern\":\""));
    at.out = put(escaped(options, put(at.out, "\",\"options\":\"")), "\"}}");
    return {end, at.out};
  }

  Cursor db_pointer(Cursor at, const std::uint8_t* limit, int depth) {
    const ByteSpan name = reader_.string(at.in, limit, depth);
    const std::uint8_t* const id = at.in + name.size() + ValueReader::string_overhead;
    reader_.need(id, limit, 12, depth);
    if constexpr (Values::has_wrappers) {
      at.out = escaped(name, put(at.out, "{\"$dbPointer\":{\"$ref\":\""));
      at.out = put(write_object_id_hex(put(at.out, "\",\"$id\":{\"$oid\":\""), id), "\"}}}");
    } else {
      at.out = plain_db_pointer(name, id, at.out);
    }
    return {id + 12, at.out};
  }

  /// As a DBRef: the driver takes a name with a single dot for a database and a collection.
  char* plain_db_pointer(ByteSpan name, const std::uint8_t* id, char* out) {
    const auto dot = std::find(name.begin(), name.end(), std::uint8_t{'.'});
    const bool names_database = std::count(name.begin(), name.end(), std::uint8_t{'.'}) == 1;
    const auto dot_index = static_cast<std::size_t>(dot - name.begin());
    const ByteSpan collection = names_database ? name.subspan(dot_index + 1) : name;
    out = escaped(collection, put(out, "{\"$ref\":\""));
    out = put(write_object_id_hex(put(out, "\",\"$id\":\""), id), "\"");
    if (names_database) out = put(escaped(name.first(dot_index), put(out, ",\"$db\":\"")), "\"");
    return put(out, "}");
  }

  Cursor code_with_scope(Cursor at, const std::uint8_t* limit, int depth) {
    const auto size = reader_.number<std::int32_t>(at.in, limit, depth);
    if (limit - at.in < size) reader_.fail_value(at.in, depth, "the code with scope goes past the end of its document");
    const std::uint8_t* const end = size < 4 ? at.in + 4 : at.in + size;
    const ByteSpan code = reader_.string(at.in + 4, end, depth);
    const std::uint8_t* const scope = at.in + 4 + code.size() + ValueReader::string_overhead;
    at.out = Values::scope_begin(escaped(code, Values::code_begin(at.out)));
    at = nested<Container::document>({scope, at.out}, end, depth);
    if (at.in != end) reader_.fail_value(scope, depth, "the lengths of code, scope and both together disagree");
    return {at.in, put(at.out, "}")};
  }

  /// A separator, and a key within one block with its quotes and colon.
  static constexpr std::size_t short_key_room = ByteBlock::size + 4;
  static constexpr const char* no_key_end = "a key has no NUL before the end of its document";

  ValueReader reader_;
  Draft& draft_;
  const std::uint8_t* begin_;
};

}  // namespace mongokeep::extjson
