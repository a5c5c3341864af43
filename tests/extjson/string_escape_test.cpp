#include "extjson/string_escape.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "extjson/guarded_bytes.h"

namespace mongokeep::extjson {
namespace {

struct Escaped {
  std::string text;
  bool lossy;
};

/// Escapes text that has `behind` more readable bytes behind it, and none after those.
Escaped escaped(const std::string& text, std::size_t behind = 0) {
  std::string all = text + std::string(behind, '"');
  const GuardedBytes guarded({reinterpret_cast<const std::uint8_t*>(all.data()), all.size()});
  TextBuffer buffer;
  Draft draft(buffer);
  const std::uint8_t* const begin = guarded.view().data;
  draft.commit(escape(draft, draft.begin(), begin, text.size(), begin + all.size()));
  return {std::string(buffer.view()), draft.lossy()};
}

/// What the text has to become, by the rules of JSON.stringify, one byte after another.
std::string expected(const std::string& text) {
  static const std::string short_forms = "b\bt\tn\nf\fr\r\"\"\\\\";
  std::string result;
  for (const char character : text) {
    std::size_t form = 1;
    while (form < short_forms.size() && short_forms[form] != character) form += 2;
    if (form < short_forms.size()) {
      result += std::string("\\") + short_forms[form - 1];
    } else if (static_cast<unsigned char>(character) < 0x20) {
      result += "\\u00" + std::string(1, "01"[character >> 4]) + "0123456789abcdef"[character & 15];
    } else {
      result += character;
    }
  }
  return result;
}

TEST(StringEscape, EscapesEveryAsciiCharacter) {
  EXPECT_EQ(escaped("\b\t\n\f\r\"\\/").text, "\\b\\t\\n\\f\\r\\\"\\\\/");
  EXPECT_EQ(escaped(std::string("\0\x01\x0B\x1F\x7F", 5)).text, "\\u0000\\u0001\\u000b\\u001f\x7F");
  for (int character = 0; character < 0x80; ++character) {
    const std::string text(1, static_cast<char>(character));
    EXPECT_EQ(escaped(text).text, expected(text)) << character;
    EXPECT_FALSE(escaped(text).lossy);
  }
}

TEST(StringEscape, FindsWhatToEscapeAtEveryPlace) {
  for (std::size_t size = 0; size < 70; ++size) {
    for (const std::size_t behind : {0, 1, 7, 15, 16, 17, 40}) {
      const std::string plain(size, 'x');
      EXPECT_EQ(escaped(plain, behind).text, plain);
      for (std::size_t place = 0; place < size; ++place) {
        for (const char* special : {"\n", "\x1F", "\"", "\\"}) {
          std::string text = plain;
          text[place] = *special;
          EXPECT_EQ(escaped(text, behind).text, expected(text)) << size << ' ' << behind << ' ' << place;
        }
        const std::string wide = plain.substr(0, place) + "é€😀" + plain.substr(place);
        const Escaped result = escaped(wide, behind);
        EXPECT_EQ(result.text, wide);
        EXPECT_FALSE(result.lossy);
      }
    }
  }
}

TEST(StringEscape, LeavesEveryCodePointAlone) {
  std::string all;
  for (std::uint32_t point = 0x80; point <= 0x10FFFF; ++point) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    const auto continuation = [&](int shift) { return static_cast<char>(0x80 | (point >> shift & 0x3F)); };
    if (point < 0x800) {
      all += {static_cast<char>(0xC0 | point >> 6), continuation(0)};
    } else if (point < 0x10000) {
      all += {static_cast<char>(0xE0 | point >> 12), continuation(6), continuation(0)};
    } else {
      all += {static_cast<char>(0xF0 | point >> 18), continuation(12), continuation(6), continuation(0)};
    }
  }
  const Escaped result = escaped(all);
  EXPECT_TRUE(result.text == all);
  EXPECT_FALSE(result.lossy);
}

TEST(StringEscape, ReplacesWhatIsNotUtf8AsTheWhatwgDecoderDoes) {
  struct Invalid {
    std::string text;
    std::string replaced;
  };
  // The right sides are what TextDecoder gives for the left ones.
  const std::vector<Invalid> cases = {
      {"\x80", "\uFFFD"},
      {"a\xE9", "a\uFFFD"},
      {"\xE9z", "\uFFFDz"},
      {"\xC0\x80", "\uFFFD\uFFFD"},
      {"\xC1\xBF", "\uFFFD\uFFFD"},
      {"\xE0\x80\x80", "\uFFFD\uFFFD\uFFFD"},
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
      {"\xED\xBF\xBF", "\uFFFD\uFFFD\uFFFD"},
      {"\xF0\x80\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"\xF0\x9F\x98"
       "A",
       "\uFFFD"
       "A"},
      {"\xF0\x9F", "\uFFFD"},
      {"\xE2\x82", "\uFFFD"},
      {"\xE2\x82\xE2\x82\xAC", "\uFFFD€"},
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"\xF5\x80\x80\x80"
       "A",
       "\uFFFD\uFFFD\uFFFD\uFFFD"
       "A"},
      {"\xFE\xFF", "\uFFFD\uFFFD"},
  };
  for (const Invalid& invalid : cases) {
    for (const std::size_t before : {0, 3, 14, 15, 16, 4094, 4095}) {
      const std::string prefix(before, 'x');
      const Escaped result = escaped(prefix + invalid.text, 20);
      EXPECT_EQ(result.text, prefix + invalid.replaced);
      EXPECT_TRUE(result.lossy);
    }
  }
}

TEST(StringEscape, WritesLongTextsPieceByPiece) {
  std::mt19937 random(7);
  const std::vector<std::string> parts = {"x", "plain text of some length ", "\n", "\"", "é", "€",
                                          "😀", std::string(1, '\0')};
  for (int round = 0; round < 50; ++round) {
    std::string text;
    while (text.size() < 20'000) text += parts[std::uniform_int_distribution<std::size_t>(0, parts.size() - 1)(random)];
    const Escaped result = escaped(text);
    EXPECT_TRUE(result.text == expected(text));
    EXPECT_FALSE(result.lossy);
  }
}

}  // namespace
}  // namespace mongokeep::extjson
