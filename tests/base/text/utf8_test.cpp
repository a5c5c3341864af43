#include "base/text/utf8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace mongokeep {
namespace {

TEST(Utf8, MeasuresWellFormedSequences) {
  EXPECT_EQ(utf8_sequence_length("a"), 1U);
  EXPECT_EQ(utf8_sequence_length("\xC2\x80"), 2U);
  EXPECT_EQ(utf8_sequence_length("\xE0\xA0\x80"), 3U);
  EXPECT_EQ(utf8_sequence_length("\xED\x9F\xBF"), 3U);
  EXPECT_EQ(utf8_sequence_length("\xF0\x90\x80\x80"), 4U);
  EXPECT_EQ(utf8_sequence_length("\xF4\x8F\xBF\xBF"), 4U);
  EXPECT_EQ(utf8_sequence_length("ab"), 1U);
}

TEST(Utf8, RefusesTheRest) {
  EXPECT_EQ(utf8_sequence_length(""), 0U);
  EXPECT_EQ(utf8_sequence_length("\x80"), 0U) << "a continuation byte";
  EXPECT_EQ(utf8_sequence_length("\xC1\xBF"), 0U) << "overlong, two bytes";
  EXPECT_EQ(utf8_sequence_length("\xE0\x9F\xBF"), 0U) << "overlong, three bytes";
  EXPECT_EQ(utf8_sequence_length("\xF0\x8F\xBF\xBF"), 0U) << "overlong, four bytes";
  EXPECT_EQ(utf8_sequence_length("\xED\xA0\x80"), 0U) << "a surrogate";
  EXPECT_EQ(utf8_sequence_length("\xF4\x90\x80\x80"), 0U) << "above U+10FFFF";
  EXPECT_EQ(utf8_sequence_length("\xE2\x82"), 0U) << "cut short";
  EXPECT_EQ(utf8_sequence_length("\xC3("), 0U) << "no continuation";
}

/// The sizes that `text` falls into, negative where a sequence is invalid.
std::vector<int> sizes(std::string_view text) {
  const auto* at = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto* const end = at + text.size();
  std::vector<int> sizes;
  while (at < end) {
    const Utf8Sequence sequence = utf8_sequence(at, end);
    sizes.push_back(sequence.valid ? static_cast<int>(sequence.size) : -static_cast<int>(sequence.size));
    at += sequence.size;
  }
  return sizes;
}

TEST(Utf8, CountsInvalidBytesAsBrowsersDo) {
  using testing::ElementsAre;
  EXPECT_THAT(sizes("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(sizes("\xE2\x82("), ElementsAre(-2, 1)) << "the part that could have gone on is one";
  EXPECT_THAT(sizes("\xF0\x9F\x98("), ElementsAre(-3, 1));
  EXPECT_THAT(sizes("\xF0\x9F"), ElementsAre(-2)) << "cut short at the end";
  EXPECT_THAT(sizes("\xED\xA0\x80"), ElementsAre(-1, -1, -1)) << "a surrogate goes wrong at its second byte";
  EXPECT_THAT(sizes("\xC0\x80\xFF"), ElementsAre(-1, -1, -1));
}

}  // namespace
}  // namespace mongokeep
