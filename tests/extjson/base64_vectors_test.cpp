#include "extjson/base64_vectors.h"

#include <gtest/gtest.h>
#include <hwy/highway.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::extjson {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64 as RFC 4648 describes it, of a multiple of three bytes.
std::string by_the_book(const std::vector<std::uint8_t>& bytes, std::size_t size) {
  std::string text;
  for (std::size_t at = 0; at < size; at += 3) {
    const unsigned bits = static_cast<unsigned>(bytes[at] << 16 | bytes[at + 1] << 8 | bytes[at + 2]);
    for (const int shift : {18, 12, 6, 0}) text += alphabet[bits >> shift & 63];
  }
  return text;
}

std::vector<std::uint8_t> random_bytes(std::size_t size) {
  static std::mt19937 engine(7);
  std::vector<std::uint8_t> bytes(size);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine());
  return bytes;
}

/// One kind of vectors after the other, as far as this processor has them.
class Base64Vectors : public testing::TestWithParam<std::int64_t> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(GetParam()); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

std::vector<std::int64_t> targets() {
  std::vector<std::int64_t> each;
  for (std::int64_t left = hwy::SupportedTargets(); left != 0; left &= left - 1) each.push_back(left & -left);
  return each;
}

TEST_P(Base64Vectors, WriteWhatTheRfcDescribes) {
  for (std::size_t size = 0; size < 200; ++size) {
    const std::vector<std::uint8_t> bytes = random_bytes(size);
    std::string text(size / 3 * 4 + 4, '.');
    const std::size_t done = write_base64_vectors(text.data(), bytes.data(), size);
    ASSERT_EQ(done % 12, 0U);
    ASSERT_LE(done, size);
    EXPECT_EQ(text.substr(0, done / 3 * 4), by_the_book(bytes, done));
  }
}

TEST_P(Base64Vectors, ReadItBack) {
  for (std::size_t size = 0; size < 200; size += 12) {
    const std::vector<std::uint8_t> bytes = random_bytes(size);
    const std::string text = by_the_book(bytes, size);
    std::string read(size + 4, '.');
    const std::size_t done = read_base64_vectors(read.data(), text.data(), text.size());
    ASSERT_EQ(done % 16, 0U);
    EXPECT_EQ(read.substr(0, done / 4 * 3), std::string(bytes.begin(), bytes.end()).substr(0, done / 4 * 3));
  }
}

TEST_P(Base64Vectors, StopBeforeWhatIsNotOfTheAlphabet) {
  const std::string text = by_the_book(random_bytes(48), 48);
  for (int character = 0; character < 256; ++character) {
    const bool is_of_alphabet = alphabet.find(static_cast<char>(character)) != std::string_view::npos;
    for (std::size_t at = 0; at < text.size(); at += 5) {
      std::string changed = text;
      changed[at] = static_cast<char>(character);
      std::string read(64, '.');
      const std::size_t done = read_base64_vectors(read.data(), changed.data(), changed.size());
      if (is_of_alphabet) continue;
      EXPECT_LE(done, at / 16 * 16) << character << " at " << at;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, Base64Vectors, testing::ValuesIn(targets()),
                         [](const auto& target) { return std::string(hwy::TargetName(target.param)); });

TEST(Base64VectorsOfThisMachine, AreUsed) {
  const std::vector<std::uint8_t> bytes = random_bytes(120);
  std::string text(160, '.');
  if (hwy::SupportedTargets() == HWY_SCALAR) GTEST_SKIP() << "this processor has no vectors that Highway knows";
  EXPECT_GE(write_base64_vectors(text.data(), bytes.data(), bytes.size()), 96U);
  EXPECT_EQ(read_base64_vectors(text.data(), by_the_book(bytes, 120).data(), 160), 160U);
}

}  // namespace
}  // namespace mongokeep::extjson
