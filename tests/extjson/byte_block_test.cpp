// Every kind of block, on every byte at every place, against what one byte after the other says.

#include "extjson/byte_block.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>

namespace mongokeep::extjson {
namespace {

template <typename Block>
using Marks = typename Block::Mask (Block::*)() const;

template <typename Block>
class ByteBlockTest : public testing::Test {
 protected:
  using Bytes = std::array<std::uint8_t, Block::size>;

  /// The mark on a byte alone tells whether its neighbours' carries and borrows reach it.
  static void expect_marks(Marks<Block> marks, const std::function<bool(std::uint8_t)>& is_marked) {
    for (const int neighbour : {0x00, 0x20, 0x35, 0x66, 0x22, 0x7F, 0x80, 0xFF}) {
      for (std::size_t at = 0; at < Block::size; ++at) {
        for (int byte = 0; byte <= 0xFF; ++byte) {
          Bytes bytes;
          bytes.fill(static_cast<std::uint8_t>(neighbour));
          bytes[at] = static_cast<std::uint8_t>(byte);
          ASSERT_EQ(first_marked(marks, bytes), first_of(bytes, is_marked))
              << "byte " << byte << " at " << at << " among " << neighbour;
        }
      }
    }
  }

  static std::size_t first_marked(Marks<Block> marks, const Bytes& bytes) {
    const auto mask = (Block::load(bytes.data()).*marks)();
    return mask.none() ? Block::size : mask.first();
  }
  static std::size_t first_of(const Bytes& bytes, const std::function<bool(std::uint8_t)>& is_marked) {
    std::size_t at = 0;
    while (at < bytes.size() && !is_marked(bytes[at])) ++at;
    return at;
  }
};

bool is_digit(std::uint8_t byte) {
  return byte >= '0' && byte <= '9';
}
bool is_hex(std::uint8_t byte) {
  return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}
bool is_escaped(std::uint8_t byte) {
  return byte < 0x20 || byte == '"' || byte == '\\';
}

#if defined(__SSE2__)
using Blocks = testing::Types<WordBlock, Sse2Block>;
#else
using Blocks = testing::Types<WordBlock>;
#endif
TYPED_TEST_SUITE(ByteBlockTest, Blocks);

TYPED_TEST(ByteBlockTest, MarksWhatIsNotPlain) {
  this->expect_marks(&TypeParam::not_plain, [](std::uint8_t byte) { return is_escaped(byte) || byte >= 0x80; });
}

TYPED_TEST(ByteBlockTest, MarksWhatIsEscaped) {
  this->expect_marks(&TypeParam::escaped, is_escaped);
}

TYPED_TEST(ByteBlockTest, MarksBackslashes) {
  this->expect_marks(&TypeParam::backslashes, [](std::uint8_t byte) { return byte == '\\'; });
}

TYPED_TEST(ByteBlockTest, MarksWhatIsOutsideAscii) {
  this->expect_marks(&TypeParam::outside_ascii, [](std::uint8_t byte) { return byte >= 0x80; });
}

TYPED_TEST(ByteBlockTest, MarksWhatIsNoDigit) {
  this->expect_marks(&TypeParam::not_digits, [](std::uint8_t byte) { return !is_digit(byte); });
}

TYPED_TEST(ByteBlockTest, MarksWhatIsNotHexadecimal) {
  this->expect_marks(&TypeParam::not_hex, [](std::uint8_t byte) { return !is_hex(byte); });
}

TYPED_TEST(ByteBlockTest, LooksAtTheFirstBytesAlone) {
  typename TestFixture::Bytes bytes;
  bytes.fill('a');
  bytes[5] = '"';
  const auto mask = TypeParam::load(bytes.data()).not_plain();
  EXPECT_TRUE(mask.first_bytes(0).none());
  EXPECT_TRUE(mask.first_bytes(5).none());
  ASSERT_FALSE(mask.first_bytes(6).none());
  EXPECT_EQ(mask.first_bytes(6).first(), 5U);
}

TYPED_TEST(ByteBlockTest, StoresWhatItLoaded) {
  typename TestFixture::Bytes bytes;
  for (std::size_t at = 0; at < bytes.size(); ++at) bytes[at] = static_cast<std::uint8_t>(0xF0 + at);
  std::string out(TypeParam::size, 'x');
  TypeParam::load(bytes.data()).store(out.data());
  EXPECT_EQ(out, std::string(bytes.begin(), bytes.end()));
}

}  // namespace
}  // namespace mongokeep::extjson
