#include "stream/age/age_sink.h"

#include <gtest/gtest.h>

#include <vector>

#include "stream/age/sealing.h"

namespace mongokeep::stream::age {
namespace {

constexpr std::size_t chunk = 65536;
constexpr std::size_t tag = 16;
constexpr std::size_t nonce = 16;

/// Counts what comes, and fails once it has had so many bytes.
class CountingSink final : public Sink {
 public:
  explicit CountingSink(std::size_t room) : room_(room) {}
  void write(std::string_view bytes) override {
    if (bytes.size() > room_) throw Error(ErrorKind::storage, "write to", "the double", "it is full");
    room_ -= bytes.size();
    ++writes;
    sizes.push_back(bytes.size());
  }
  void finish() override { ++finishes; }

  int writes = 0;
  int finishes = 0;
  std::vector<std::size_t> sizes;

 private:
  std::size_t room_;
};

TEST(AgeSink, WritesNoMoreThanTheFormatNeeds) {
  const Holder holder;
  for (const auto& [size, chunks] : std::vector<std::pair<std::size_t, std::size_t>>{
           {0, 1}, {1, 1}, {chunk - 1, 1}, {chunk, 1}, {chunk + 1, 2}, {2 * chunk, 2}, {2 * chunk + 1, 3}}) {
    const std::string file = sealed(varied_text(size), recipients_of({holder.recipient}));
    EXPECT_EQ(file.size(), length_of_header(file) + nonce + size + chunks * tag) << size;
  }
}

TEST(AgeSink, IsReadBackWhateverThePieces) {
  const Holder holder;
  const std::string text = varied_text(3 * chunk + 5);
  for (const std::size_t piece : {1000UL, chunk - 1, chunk, chunk + 1, 2 * chunk, text.size()}) {
    EXPECT_TRUE(opened(sealed(text, recipients_of({holder.recipient}), piece), holder.identities) == text) << piece;
  }
  EXPECT_EQ(opened(sealed("one by one", recipients_of({holder.recipient}), 1), holder.identities), "one by one");
}

TEST(AgeSink, MakesAnotherFileOfTheSameTextEachTime) {
  const FileKey key = FileKey::generate();
  std::string first;
  std::string second;
  for (std::string* file : {&first, &second}) {
    StringSink to_memory(*file);
    AgeSink sink(key, "", to_memory);
    sink.write(std::string(100, '\0'));
    sink.finish();
  }
  EXPECT_NE(first.substr(0, nonce), second.substr(0, nonce));
  EXPECT_NE(first.substr(nonce), second.substr(nonce));
}

TEST(AgeSink, FinishesTheNextOnceAndHandsOnLargePieces) {
  CountingSink next(std::size_t{1} << 30U);
  AgeSink sink(FileKey::generate(), "header\n", next);
  EXPECT_EQ(next.writes, 0);
  const std::string text = varied_text(100 * chunk);
  for (std::size_t at = 0; at < text.size(); at += 1024) sink.write(std::string_view(text).substr(at, 1024));
  sink.finish();
  EXPECT_EQ(next.finishes, 1);
  // The header and the nonce go with the first four chunks, and the last chunk comes with the end.
  const std::size_t piece = 4 * (chunk + tag);
  ASSERT_EQ(next.sizes.size(), 25U);
  EXPECT_EQ(next.sizes.front(), std::string("header\n").size() + nonce + piece);
  for (std::size_t number = 1; number < 25; ++number) EXPECT_EQ(next.sizes[number], piece) << number;
}

TEST(AgeSink, PassesOnTheFailureOfTheNext) {
  CountingSink next(3 * chunk);
  AgeSink sink(FileKey::generate(), "header\n", next);
  EXPECT_EQ(error_of([&] {
              sink.write(std::string(20 * chunk, 'x'));
              sink.finish();
            }).kind(),
            ErrorKind::storage);
  EXPECT_EQ(next.finishes, 0);
}

}  // namespace
}  // namespace mongokeep::stream::age
