#include "base/text/word_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mongokeep {
namespace {

using testing::ElementsAre;

TEST(WordList, SplitsAtEachSeparator) {
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_THAT(split("a", ','), ElementsAre("a"));
  EXPECT_THAT(split("a,,b,", ','), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(split_words("a|b,c", '|'), ElementsAre("a", "b,c"));
}

TEST(WordList, ListsWordsAsASentenceDoes) {
  const std::vector<std::string> words = {"a", "b", "c"};
  EXPECT_EQ(listed({}, "and"), "");
  EXPECT_EQ(listed(std::span(words).first(1), "and"), "a");
  EXPECT_EQ(listed(std::span(words).first(2), "or"), "a or b");
  EXPECT_EQ(listed(words, "and"), "a, b and c");
}

}  // namespace
}  // namespace mongokeep
