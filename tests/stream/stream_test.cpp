#include <gtest/gtest.h>

#include "mongokeep/error.h"
#include "stream/checksum.h"
#include "stream/checksum_sink.h"

namespace mongokeep::stream {
namespace {

/// Takes so many bytes and fails then: the whole family of I/O errors in one small double.
class FailingSink final : public Sink {
 public:
  explicit FailingSink(std::size_t room) : room_(room) {}
  void write(std::string_view bytes) override {
    if (bytes.size() > room_) throw Error(ErrorKind::storage, "write to", "the double", "it is full");
    room_ -= bytes.size();
  }
  void finish() override {}

 private:
  std::size_t room_;
};

// Expected values: `printf '' | xxhsum -H2`, `printf abc | xxhsum -H2`.
TEST(Checksum, IsWhatXxhsumPrints) {
  EXPECT_EQ(checksum_text(""), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(checksum_text("abc"), "06b05ab6733a618578af5f94892f3950");
}

TEST(Checksum, DoesNotDependOnThePieces) {
  const std::string text(10000, 'x');
  Checksum pieces;
  for (std::size_t at = 0; at < text.size(); at += 7) pieces.add(std::string_view(text).substr(at, 7));
  EXPECT_EQ(pieces.text(), checksum_text(text));
  EXPECT_EQ(pieces.size(), text.size());
}

TEST(Checksum, IsToldFromOtherText) {
  EXPECT_TRUE(is_checksum_text("99aa06d3014798d86001c324468d497f"));
  EXPECT_TRUE(is_checksum_text(std::string(32, '0')));
  for (const std::string& none : {std::string(), std::string(31, '0'), std::string(33, '0'), std::string(31, '0') + 'g',
                                  std::string(31, 'a') + 'A', ' ' + std::string(31, 'f')}) {
    EXPECT_FALSE(is_checksum_text(none)) << none;
  }
}

TEST(ChecksumSink, PassesOnTheFailureOfTheNext) {
  FailingSink next(5);
  Checksum checksum;
  ChecksumSink sink(checksum, next);
  sink.write("12345");
  EXPECT_THROW(sink.write("6"), Error);
}

}  // namespace
}  // namespace mongokeep::stream
