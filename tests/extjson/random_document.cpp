#include "extjson/random_document.h"

#include <rapidcheck.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace mongokeep::extjson {

namespace {

bool one_in(int count) {
  return *rc::gen::inRange(0, count) == 0;
}

template <typename Number>
Number any_bits() {
  // RapidCheck's own numbers stay small while its size is; bits should not.
  return static_cast<Number>(*rc::gen::resize(100, rc::gen::arbitrary<Number>()));
}

/// Makes documents of one kind.
class Maker {
 public:
  explicit Maker(RandomKind kind)
      : odd_(kind != RandomKind::in_usual_forms), plain_numbers_(kind == RandomKind::with_plain_numbers) {}

  BsonBuilder document(int levels) {
    BsonBuilder builder;
    for (int left = *rc::gen::inRange(0, 7); left > 0; --left) add_value(builder, key(), levels);
    return builder;
  }

 private:
  /// At times, where odd documents are wanted.
  bool odd(int count) { return odd_ && one_in(count); }

  std::string any_text() {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "a", "b", "0", " ", "$", ".", "\"", "\\", "/", "\n", "\t", "\b", "\x1F", "\x7F", "é", "€", "😀", "\uFFFF",
        "a text that is longer than one block of sixteen", "\\u0000", "{}", std::string(1, '\0')));
    std::string text;
    for (const std::string& piece : pieces) text += piece;
    if (odd(8)) text += *rc::gen::element<std::string>("\x80", "\xC3", "\xED\xA0\x80", "\xF8", "\xE2\x82");
    return text;
  }

  /// Text without a NUL.
  std::string any_c_string() {
    std::string text = any_text();
    std::erase(text, '\0');
    return text;
  }

  std::string key() {
    if (odd(8)) {
      return *rc::gen::element<std::string>("$oid", "$binary", "$code", "$date", "$scope", "$numberInt", "$undefined",
                                            "$regex", "$uuid", "$bson", "$maxKey", "$regularExpression");
    }
    if (one_in(4)) {
      return *rc::gen::element<std::string>("", "_id", "same", "$ref", "$id", "$db", "$type", "$options", "$set", "a.b",
                                            "$", "\\u0024oid");
    }
    return any_c_string();
  }

  std::string any_double() {
    const auto number = one_in(2) ? static_cast<double>(any_bits<std::int32_t>()) / 100
                                  : std::bit_cast<double>(any_bits<std::uint64_t>());
    if (std::isnan(number) && !odd_) return stored(std::bit_cast<double>(std::uint64_t{0x7FF8'0000'0000'0000}));
    constexpr double largest_exact = 0x1p53;
    constexpr double largest_int64 = 0x1p63;
    const bool reads_as_int64 = std::fabs(number) > largest_exact && std::fabs(number) <= largest_int64;
    return stored(plain_numbers_ && reads_as_int64 ? 0.5 : number);
  }

  std::string any_decimal() {
    if (odd_) return stored(any_bits<std::uint64_t>()) + stored(any_bits<std::uint64_t>());
    constexpr std::uint64_t exponents = 12288;
    const std::uint64_t exponent = any_bits<std::uint64_t>() % exponents;
    // A little less than all significands: up to 2^112.
    const std::uint64_t high = any_bits<std::uint64_t>() >> (16 + *rc::gen::inRange(0, 48));
    const std::uint64_t sign = one_in(2) ? std::uint64_t{1} << 63 : 0;
    return stored(any_bits<std::uint64_t>()) + stored(sign | exponent << 49 | high);
  }

  std::string any_binary() {
    const std::string data = *rc::gen::arbitrary<std::string>();
    const auto subtype = *rc::gen::element<char>(0, 1, 2, 3, 4, 5, 9, '\x80', '\xFF');
    const bool has_inner_length = subtype == 2 && !odd(4);
    const std::string inside = has_inner_length ? stored(static_cast<std::int32_t>(data.size())) + data : data;
    return stored(static_cast<std::int32_t>(inside.size())) + subtype + inside;
  }

  std::string any_regular_expression() {
    std::string options = *rc::gen::container<std::string>(rc::gen::element('i', 'l', 'm', 's', 'u', 'x'));
    if (!odd(4)) {
      std::sort(options.begin(), options.end());
      options.erase(std::unique(options.begin(), options.end()), options.end());
    } else if (one_in(2)) {
      options = any_c_string();
    }
    return any_c_string() + '\0' + options + '\0';
  }

  BsonBuilder any_array(int levels) {
    BsonBuilder array;
    const int count = *rc::gen::inRange(0, 13);
    for (int index = 0; index < count; ++index) {
      add_value(array, odd(40) ? any_c_string() : std::to_string(index), levels);
    }
    return array;
  }

  std::string any_code_with_scope(int levels) {
    const std::string inside = stored_string(any_text()) + document(levels).text();
    return stored(static_cast<std::int32_t>(inside.size() + 4)) + inside;
  }

  void add_value(BsonBuilder& builder, const std::string& key, int levels) {
    if (levels > 0 && one_in(3)) {
      switch (*rc::gen::inRange(0, 3)) {
        case 0: builder.add_document(key, document(levels - 1)); return;
        case 1: builder.add_array(key, any_array(levels - 1)); return;
        default: builder.add(BsonType::code_with_scope, key, any_code_with_scope(levels - 1)); return;
      }
    }
    const auto type = *rc::gen::element(
        BsonType::number_double, BsonType::string, BsonType::binary, BsonType::undefined, BsonType::object_id,
        BsonType::boolean, BsonType::date_time, BsonType::null, BsonType::regular_expression, BsonType::db_pointer,
        BsonType::code, BsonType::symbol, BsonType::int32, BsonType::timestamp, BsonType::int64, BsonType::decimal128,
        BsonType::min_key, BsonType::max_key);
    builder.add(type, key, value_of(type));
  }

  std::string value_of(BsonType type) {
    switch (type) {
      case BsonType::number_double: return any_double();
      case BsonType::string:
      case BsonType::code:
      case BsonType::symbol: return stored_string(any_text());
      case BsonType::binary: return any_binary();
      case BsonType::object_id: return object_id();
      case BsonType::boolean: return std::string(1, one_in(2) ? '\1' : '\0');
      case BsonType::regular_expression: return any_regular_expression();
      case BsonType::db_pointer: return stored_string(any_text()) + object_id();
      case BsonType::int32: return stored(any_bits<std::int32_t>());
      // Half of all dates in the years that have a text.
      case BsonType::date_time:
        return stored(one_in(2) ? any_bits<std::int64_t>() : any_bits<std::int64_t>() % 253'402'300'800'000);
      case BsonType::timestamp:
      case BsonType::int64: return stored(any_bits<std::int64_t>() >> *rc::gen::inRange(0, 64));
      case BsonType::decimal128: return any_decimal();
      default: return {};
    }
  }

  static std::string object_id() { return stored(any_bits<std::uint64_t>()) + stored(any_bits<std::uint32_t>()); }

  bool odd_;
  bool plain_numbers_;
};

}  // namespace

Bytes random_document(RandomKind kind) {
  Maker maker(kind);
  BsonBuilder document = maker.document(*rc::gen::inRange(0, 5));
  // Now and then all of it is far down: what is made above has ten levels at most.
  if (one_in(10)) {
    const int levels = *rc::gen::inRange(1, (deepest_nesting - 10) / 2);
    for (int level = 0; level < levels; ++level) {
      document = BsonBuilder().add_array("a", BsonBuilder().add_document("0", document));
    }
  }
  return document.bytes();
}

}  // namespace mongokeep::extjson
