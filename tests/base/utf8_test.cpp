#include "base/utf8.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace mongokeep
