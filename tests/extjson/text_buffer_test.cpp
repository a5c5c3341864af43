#include "extjson/text_buffer.h"

#include <gtest/gtest.h>

#include <new>
#include <string>

#include "extjson/draft.h"

namespace mongokeep::extjson {
namespace {

TEST(TextBuffer, StartsEmpty) {
  const TextBuffer buffer;
  EXPECT_EQ(buffer.view(), "");
  EXPECT_EQ(buffer.size(), 0u);
}

TEST(TextBuffer, AppendsAndGrows) {
  TextBuffer buffer;
  std::string expected;
  for (int round = 0; round < 5000; ++round) {
    buffer.append("some text");
    buffer.push_back('!');
    buffer.append("");
    expected += "some text!";
  }
  EXPECT_EQ(buffer.view(), expected);
  EXPECT_LE(buffer.capacity(), 4 * expected.size());
}

TEST(TextBuffer, KeepsItsStorageWhenCleared) {
  TextBuffer buffer;
  buffer.append(std::string(100'000, 'x'));
  const std::size_t capacity = buffer.capacity();
  const char* const data = buffer.data();
  buffer.clear();
  buffer.append("y");
  EXPECT_EQ(buffer.capacity(), capacity);
  EXPECT_EQ(buffer.data(), data);
  EXPECT_EQ(buffer.view(), "y");
}

TEST(TextBuffer, RefusesWhatCannotBe) {
  TextBuffer buffer;
  buffer.append("text");
  EXPECT_THROW(buffer.reserve_more(~std::size_t{0} - 2), std::bad_alloc);
  EXPECT_EQ(buffer.view(), "text");
}

TEST(Draft, IsNotThereBeforeItIsCommitted) {
  TextBuffer buffer;
  buffer.append("before ");
  {
    Draft draft(buffer);
    char* out = draft.begin();
    for (int round = 0; round < 100'000; ++round) {
      out = draft.room(out, value_room);
      *out++ = 'x';
    }
    EXPECT_EQ(buffer.view(), "before ");
    draft.commit(out);
  }
  EXPECT_EQ(buffer.view(), "before " + std::string(100'000, 'x'));
}

}  // namespace
}  // namespace mongokeep::extjson
