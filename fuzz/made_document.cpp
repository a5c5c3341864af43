#include "fuzz/made_document.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>

namespace mongokeep::fuzz {

namespace {

/// Text nested deeper than a hundred is refused by libbson.
constexpr int deepest = 40;
constexpr std::size_t most_values = 200;

/// Takes the input from its beginning; zeros follow where it ends.
class Choices {
 public:
  explicit Choices(std::string_view input) : rest_(input) {}

  bool is_at_end() const { return rest_.empty(); }

  unsigned next(unsigned count) { return number<std::uint8_t>() % count; }

  template <typename Number>
  Number number() {
    std::array<char, sizeof(Number)> bytes{};
    rest_.remove_prefix(rest_.copy(bytes.data(), bytes.size()));
    return std::bit_cast<Number>(bytes);
  }

  std::string_view bytes() {
    const std::size_t size = std::min<std::size_t>(next(64), rest_.size());
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view rest_;
};

/// UTF-8 of any characters but NUL, which libbson's reader refuses in some places.
std::string text_of(Choices& choices) {
  static constexpr std::array<std::string_view, 14> pieces = {"a",    "\"", "\\", "/", "\n",     "\t",     "\x01",
                                                              "\x7f", "é",  "€",  "😀", "\u2028", "\u00a0", "$"};
  std::string text;
  for (const char c : choices.bytes()) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80)
      text += pieces[byte % pieces.size()];
    else if (byte != 0)
      text += c;
  }
  return text;
}

/// A key with a dollar in front may read as a type.
std::string key_of(Choices& choices) {
  std::string key = text_of(choices);
  if (key.starts_with('$')) key.insert(0, "k");
  return key;
}

class Maker {
 public:
  explicit Maker(Choices& choices) : choices_(choices) {}

  void fill(bson_t& document, bool is_array, int depth) {
    for (unsigned index = 0, count = choices_.next(12); index < count && !choices_.is_at_end() && made_ < most_values;
         ++index) {
      add(document, is_array ? std::to_string(index) : key_of(choices_), is_array, depth);
      ++made_;
    }
  }

 private:
  void add(bson_t& to, const std::string& key, bool is_in_array, int depth) {
    const char* name = key.data();
    const int size = static_cast<int>(key.size());
    switch (choices_.next(18)) {
      case 0: bson_append_double(&to, name, size, any_double()); break;
      case 1: {
        const std::string text = text_of(choices_);
        bson_append_utf8(&to, name, size, text.data(), static_cast<int>(text.size()));
        break;
      }
      case 2:
      case 3: nest(to, key, false, depth); break;
      case 4: nest(to, key, true, depth); break;
      case 5: add_binary(to, key); break;
      case 6: add_object_id(to, key); break;
      case 7: bson_append_bool(&to, name, size, choices_.next(2) == 1); break;
      case 8: bson_append_date_time(&to, name, size, choices_.number<std::int64_t>()); break;
      case 9: bson_append_null(&to, name, size); break;
      case 10: add_regex(to, key); break;
      // In an array libbson 1.23 reads it under a key that is no longer there.
      case 11:
        if (is_in_array)
          bson_append_undefined(&to, name, size);
        else
          bson_append_code(&to, name, size, text_of(choices_).c_str());
        break;
      case 12: bson_append_int32(&to, name, size, choices_.number<std::int32_t>()); break;
      case 13:
        bson_append_timestamp(&to, name, size, choices_.number<std::uint32_t>(), choices_.number<std::uint32_t>());
        break;
      case 14: bson_append_int64(&to, name, size, choices_.number<std::int64_t>()); break;
      case 15: add_decimal(to, key); break;
      case 16: bson_append_minkey(&to, name, size); break;
      default: bson_append_maxkey(&to, name, size); break;
    }
  }

  /// Text has one NaN for all.
  double any_double() {
    const auto number = choices_.number<double>();
    return std::isnan(number) ? std::bit_cast<double>(std::uint64_t{0x7FF8'0000'0000'0000}) : number;
  }

  void nest(bson_t& to, const std::string& key, bool is_array, int depth) {
    bson_t inner;
    bson_init(&inner);
    if (depth < deepest) fill(inner, is_array, depth + 1);
    if (is_array)
      bson_append_array(&to, key.data(), static_cast<int>(key.size()), &inner);
    else
      bson_append_document(&to, key.data(), static_cast<int>(key.size()), &inner);
    bson_destroy(&inner);
  }

  void add_binary(bson_t& to, const std::string& key) {
    static constexpr std::array<bson_subtype_t, 5> types = {BSON_SUBTYPE_BINARY, BSON_SUBTYPE_FUNCTION,
                                                            BSON_SUBTYPE_MD5, BSON_SUBTYPE_UUID, BSON_SUBTYPE_USER};
    const bson_subtype_t type = types[choices_.next(types.size())];
    const std::string_view bytes = choices_.bytes();
    bson_append_binary(&to, key.data(), static_cast<int>(key.size()), type,
                       reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<std::uint32_t>(bytes.size()));
  }

  void add_object_id(bson_t& to, const std::string& key) {
    bson_oid_t id;
    const auto bytes = choices_.number<std::array<std::uint8_t, 12>>();
    std::memcpy(id.bytes, bytes.data(), bytes.size());
    bson_append_oid(&to, key.data(), static_cast<int>(key.size()), &id);
  }

  /// Options in any order are sorted by libbson, and by nobody else; so there is one.
  void add_regex(bson_t& to, const std::string& key) {
    const std::string pattern = text_of(choices_);
    static constexpr std::array<const char*, 4> options = {"", "i", "m", "x"};
    bson_append_regex(&to, key.data(), static_cast<int>(key.size()), pattern.c_str(),
                      options[choices_.next(options.size())]);
  }

  /// By way of text, since there are bits that no text stands for.
  void add_decimal(bson_t& to, const std::string& key) {
    const auto number = choices_.number<std::int64_t>();
    const auto exponent = static_cast<int>(choices_.number<std::int16_t>()) % 6100;
    bson_decimal128_t decimal;
    if (!bson_decimal128_from_string((std::to_string(number) + "E" + std::to_string(exponent)).c_str(), &decimal))
      return;
    bson_append_decimal128(&to, key.data(), static_cast<int>(key.size()), &decimal);
  }

  Choices& choices_;
  std::size_t made_ = 0;
};

}  // namespace

MadeDocument::MadeDocument(std::string_view input) : document_(BSON_INITIALIZER) {
  Choices choices(input);
  Maker(choices).fill(document_, false, 1);
}

}  // namespace mongokeep::fuzz
