#include "stream/checksum_read_at.h"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

namespace mongokeep::stream {
namespace {

std::string random_text(std::size_t size) {
  std::mt19937 random(7);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same each time
  std::string text(size, '\0');
  for (char& letter : text) letter = static_cast<char>(random());
  return text;
}

/// Counts what is read.
class Counted final : public ReadAt {
 public:
  explicit Counted(std::string text) : text_(std::move(text)) {}
  std::uint64_t size() const override { return text_.size(); }
  void read_at(std::uint64_t offset, std::span<char> room) const override {
    std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(offset), room.size(), room.begin());
    read += room.size();
  }
  const std::string& text() const { return text_; }
  mutable std::atomic<std::uint64_t> read = 0;

 private:
  std::string text_;
};

void read(const ReadAt& bytes, std::uint64_t offset, std::size_t count) {
  std::string room(count, '\0');
  bytes.read_at(offset, room);
}

TEST(ChecksumReadAt, IsThatOfAllBytesInWhateverOrderTheyAreRead) {
  const Counted bytes(random_text(100'000));
  ChecksumReadAt checked(bytes);
  read(checked, 90'000, 10'000);
  read(checked, 0, 100);
  read(checked, 50, 1'000);
  read(checked, 0, 10);
  EXPECT_EQ(checked.done(), 1'050U);
  read(checked, 40'000, 50'000);
  read(checked, 1'050, 38'950);
  EXPECT_EQ(checked.done(), 100'000U);
  EXPECT_EQ(checked.finish().text(), checksum_text(bytes.text()));
}

TEST(ChecksumReadAt, ReadsInTheEndWhatWasPassedOver) {
  const Counted bytes(random_text(100'000));
  ChecksumReadAt checked(bytes);
  read(checked, 20'000, 30'000);
  EXPECT_EQ(checked.finish().text(), checksum_text(bytes.text()));
  ChecksumReadAt untouched(bytes);
  EXPECT_EQ(untouched.finish().text(), checksum_text(bytes.text()));
}

TEST(ChecksumReadAt, KeepsNoMoreThanAFewMebibytes) {
  const Counted bytes(random_text(40'000'000));
  ChecksumReadAt checked(bytes);
  for (std::uint64_t at = 1'000'000; at < 40'000'000; at += 1'000'000) read(checked, at, 1'000'000);
  EXPECT_EQ(checked.done(), 0U);
  EXPECT_EQ(checked.finish().text(), checksum_text(bytes.text()));
}

TEST(ChecksumReadAt, TakesReadsOfSeveralThreads) {
  const Counted bytes(random_text(3'000'000));
  ChecksumReadAt checked(bytes);
  std::atomic<std::uint64_t> next = 0;
  const auto work = [&] {
    for (std::uint64_t at = next.fetch_add(7'000); at < bytes.size(); at = next.fetch_add(7'000)) {
      read(checked, at, static_cast<std::size_t>(std::min<std::uint64_t>(7'000, bytes.size() - at)));
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int number = 0; number < 4; ++number) threads.emplace_back(work);
  }
  EXPECT_EQ(checked.done(), bytes.size());
  EXPECT_EQ(checked.finish().text(), checksum_text(bytes.text()));
}

}  // namespace
}  // namespace mongokeep::stream
