// The seekable format both ways, the stock `zstd` program beside it, and everything that can be wrong with a file.

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <random>

#include "mongokeep/error.h"
#include "stream/memory_read_at.h"
#include "stream/string_sink.h"
#include "stream/zstd/seek_table.h"
#include "stream/zstd/zstd_sink.h"
#include "stream/zstd/zstd_source.h"
#include "support/files.h"
#include "support/shell.h"
#include "support/temp_dir.h"

namespace mongokeep::stream {
namespace {

using test::run_shell;
using testing::Each;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Le;
using testing::SizeIs;

/// Text that compresses as documents do.
std::string documents(std::size_t size) {
  std::mt19937 random(7);
  std::string text;
  while (text.size() < size) {
    text += R"({"_id":{"$numberInt":")" + std::to_string(random() % 1000000) + R"("},"name":"Ada Lovelace","n":)" +
            std::to_string(random()) + "},\n";
  }
  return text.substr(0, size);
}

std::string noise(std::size_t size) {
  std::mt19937_64 random(11);
  std::string bytes;
  while (bytes.size() < size) bytes += static_cast<char>(random());
  return bytes;
}

std::string compressed(const std::string& text, int level = 3, std::size_t piece = std::size_t{256} << 10U) {
  std::string file;
  StringSink end(file);
  ZstdSink sink(level, end);
  for (std::size_t at = 0; at < text.size(); at += piece) sink.write(std::string_view(text).substr(at, piece));
  sink.finish();
  return file;
}

/// Read in rooms of an odd size.
std::string decompressed(const std::string& file) {
  const MemoryReadAt bytes(file);
  ZstdSource source(bytes, "the file");
  std::string text;
  std::vector<char> room(100003);
  while (const std::size_t got = source.read(room)) text.append(room.data(), got);
  return text;
}

/// The cause of the refusal; empty where there was none.
std::string refusal_of(const std::string& file) {
  try {
    decompressed(file);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::damaged) << error.what();
    return error.cause();
  }
  return {};
}

SeekTable table_of(const std::string& file) {
  return read_seek_table(MemoryReadAt(file), "the file").value();
}

/// A file of frames that each were one write.
std::string of_frames(const std::vector<std::string>& texts) {
  std::string file;
  SeekTable table;
  for (const std::string& text : texts) {
    const std::string one = compressed(text);
    const SeekTable::Frame entry = table_of(one).frames.at(0);
    file += one.substr(0, entry.compressed);
    table.frames.push_back(entry);
  }
  return file + to_bytes(table);
}

class Sizes : public testing::TestWithParam<std::size_t> {};

TEST_P(Sizes, LeadBackToTheTextAlsoByStockZstd) {
  const test::TempDir folder;
  for (const std::string& text : {documents(GetParam()), noise(GetParam())}) {
    const std::string file = compressed(text);
    EXPECT_EQ(decompressed(file), text);
    test::write_file(folder.path() / "file.zst", file);
    EXPECT_EQ(run_shell("zstd -dcq file.zst", folder.path()).output, text);
    EXPECT_EQ(run_shell("zstd -tq file.zst && zstd -lq file.zst", folder.path()).exit_code, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(AroundAFrame, Sizes,
                         testing::Values(0, 1, ZstdSink::largest_frame - 1, ZstdSink::largest_frame,
                                         ZstdSink::largest_frame + 1, 3 * ZstdSink::largest_frame + 17));

// Stock zstd takes a file without any frame for no zstd file.
TEST(Zstd, OfNothingHasOneFrame) {
  EXPECT_EQ(table_of(compressed("")).frames.size(), 1U);
}

TEST(Zstd, TwoWritesThatFillAFrameMakeOne) {
  std::string file;
  StringSink to_memory(file);
  ZstdSink sink(3, to_memory);
  const std::string half(ZstdSink::largest_frame / 2, 'x');
  for (int number = 0; number < 2; ++number) sink.write(half);
  sink.finish();
  EXPECT_EQ(table_of(file).frames.size(), 1U);
}

TEST(SeekTable, OfNoFramesIsAFile) {
  const std::string file = to_bytes(SeekTable{});
  EXPECT_EQ(table_of(file).frames.size(), 0U);
  EXPECT_FALSE(read_seek_table(MemoryReadAt(std::string_view(file).substr(1)), "the file"));
}

TEST(Zstd, EveryLevelLeadsBack) {
  const std::string text = documents(std::size_t{5} << 20U);
  for (const int level : {1, 3, 19}) EXPECT_EQ(decompressed(compressed(text, level)), text) << level;
}

TEST(Zstd, AFrameEndsWhereAWriteEnds) {
  std::string file;
  StringSink end(file);
  ZstdSink sink(3, end);
  const std::string third(ZstdSink::largest_frame / 3 + 1, 'x');
  for (int i = 0; i < 5; ++i) sink.write(third);
  sink.write(std::string(2 * ZstdSink::largest_frame + 5, 'y'));
  sink.write("z");
  sink.finish();
  std::vector<std::size_t> sizes;
  for (const SeekTable::Frame& frame : table_of(file).frames) sizes.push_back(frame.decompressed);
  EXPECT_EQ(sizes, (std::vector<std::size_t>{2 * third.size(), 2 * third.size(), third.size(), ZstdSink::largest_frame,
                                             ZstdSink::largest_frame, 6}));
}

TEST(Zstd, ReadsWhatStockZstdWrites) {
  const test::TempDir folder;
  const std::string text = documents(std::size_t{9} << 20U);
  test::write_file(folder.path() / "text", text);
  for (const std::string options : {"-1", "-19 --long=27", "--no-check", "-3 -B1M -T2"}) {
    const auto made = run_shell("zstd -qc " + options + " text", folder.path());
    ASSERT_EQ(made.exit_code, 0) << made.error;
    EXPECT_EQ(decompressed(made.output), text) << options;
    EXPECT_EQ(decompressed(made.output + made.output), text + text) << options;
    EXPECT_EQ(decompressed(std::string("\x50\x2A\x4D\x18\x03\x00\x00\x00"
                                       "abc",
                                       11) +
                           made.output),
              text)
        << options;
    EXPECT_THAT(refusal_of(made.output.substr(0, made.output.size() - 1)), HasSubstr("ends in the middle of a frame"));
    EXPECT_NE(refusal_of(made.output + "more"), "");
  }
  EXPECT_THAT(refusal_of("not compressed at all"), HasSubstr("not zstd"));
  EXPECT_THAT(refusal_of(""), HasSubstr("ends in the middle of a frame"));
}

TEST(Zstd, EveryFlippedBitIsFoundOut) {
  const std::string text = documents(3000);
  const std::string file = of_frames({text.substr(0, 1000), text.substr(1000, 1000), text.substr(2000)});
  ASSERT_EQ(decompressed(file), text);
  for (std::size_t at = 0; at < file.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string broken = file;
      broken[at] = static_cast<char>(broken[at] ^ (1 << bit));
      std::string found;
      try {
        found = decompressed(broken);
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::damaged);
        continue;
      }
      // Two bits of the table's descriptor are free for anybody, and without its magic it is a skippable frame like
      // any.
      EXPECT_EQ(found, text) << "byte " << at << ", bit " << bit;
    }
  }
}

TEST(Zstd, EveryShorterFileIsRefused) {
  const std::string text = documents(2000);
  const std::string file = of_frames({text.substr(0, 1000), text.substr(1000)});
  const SeekTable table = table_of(file);
  const std::size_t first = table.frames[0].compressed;
  const std::size_t both = first + table.frames[1].compressed;
  for (std::size_t size = 0; size < file.size(); ++size) {
    // Stock files have no table: cut behind a frame they are whole files. The manifest's checksum is what tells.
    if (size == first || size == both) continue;
    EXPECT_NE(refusal_of(file.substr(0, size)), "") << size;
  }
}

TEST(Zstd, FramesInAnotherOrderAreFoundOut) {
  const std::string one = documents(1000);
  std::string other = one;
  other[500] = '#';
  const std::string file = of_frames({one, other, one});
  const SeekTable table = table_of(file);
  const auto frame = [&](std::size_t index) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < index; ++i) at += table.frames[i].compressed;
    return file.substr(at, table.frames[index].compressed);
  };
  const auto rebuilt = [&](const std::vector<std::size_t>& order, SeekTable changed) {
    std::string bytes;
    for (std::size_t at = 0; at < order.size(); ++at) {
      bytes += frame(order[at]);
      changed.frames[at].compressed = table.frames[order[at]].compressed;
    }
    return bytes + to_bytes(changed);
  };
  ASSERT_EQ(decompressed(rebuilt({0, 1, 2}, table)), one + other + one);
  EXPECT_THAT(refusal_of(rebuilt({1, 0, 2}, table)), HasSubstr("frame 1"));
  EXPECT_THAT(refusal_of(rebuilt({0, 0, 2}, table)), HasSubstr("frame 2"));
  SeekTable shorter = table;
  shorter.frames.pop_back();
  EXPECT_NE(refusal_of(file.substr(0, file.size() - to_bytes(table).size()) + to_bytes(shorter)), "");
  SeekTable longer = table;
  longer.frames.push_back({0, 0, 0});
  EXPECT_NE(refusal_of(file.substr(0, file.size() - to_bytes(table).size()) + to_bytes(longer)), "");
}

/// In KiB, of this process until now.
long peak_memory() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(Zstd, AClaimOfTenGigabytesTakesNoMemory) {
  // A frame header with a content size of 8 bytes (RFC 8878, 3.1.1.1): once in one segment, once with a window.
  const std::string claim("\x00\xE4\x0B\x54\x02\x00\x00\x00", 8);
  const std::string one_segment = std::string("\x28\xB5\x2F\xFD\xE0", 5) + claim;
  const std::string windowed = std::string("\x28\xB5\x2F\xFD\xC0\x50", 6) + claim;
  const std::string wide_window = std::string("\x28\xB5\x2F\xFD\xC0\xFF", 6) + claim;
  const std::string block("\x0B\x00\x00x", 4);  // the last block, one byte
  const long before = peak_memory();
  EXPECT_THAT(refusal_of(one_segment + block), HasSubstr("128 MiB"));
  EXPECT_THAT(refusal_of(wide_window + block), HasSubstr("128 MiB"));
  EXPECT_NE(refusal_of(windowed + block), "");
  for (const std::string& frame : {one_segment + block, windowed + block}) {
    SeekTable table;
    table.frames = {{static_cast<std::uint32_t>(frame.size()), 1000, 0}};
    EXPECT_THAT(refusal_of(frame + to_bytes(table)), HasSubstr("it claims 10000000000 bytes of text"));
    table.frames = {{static_cast<std::uint32_t>(frame.size()), 0xFFFFFFFF, 0}};
    EXPECT_NE(refusal_of(frame + to_bytes(table)), "");
  }
  EXPECT_LT(peak_memory() - before, 32 << 10);
}

TEST(Zstd, ATableWithMoreFramesThanTheFileHasRoomForTakesNoMemory) {
  std::string bytes = to_bytes({});
  bytes.replace(bytes.size() - 9, 4, "\xFF\xFF\xFF\x07");
  EXPECT_THAT(refusal_of(documents(100) + bytes), HasSubstr("more than fit into the file"));
}

/// Fails at the write with this number, from 1.
class SinkThatFails final : public Sink {
 public:
  explicit SinkThatFails(int number) : left_(number) {}
  void write(std::string_view) override {
    if (--left_ == 0) throw Error(ErrorKind::storage, "write", "the file", "no space is left");
  }
  void finish() override {}

 private:
  int left_;
};

TEST(Zstd, AFailedWriteReachesTheCaller) {
  const std::string text = documents(ZstdSink::largest_frame);
  for (int number = 1; number <= 4; ++number) {
    SinkThatFails end(number);
    const auto call = [&] {
      ZstdSink sink(1, end);
      for (int i = 0; i < 3; ++i) sink.write(text);
      sink.finish();
    };
    EXPECT_THROW(call(), Error) << number;
  }
}

TEST(Zstd, CanBeGivenUpAtAnyTime) {
  const std::string text = documents(ZstdSink::largest_frame);
  for (int writes = 0; writes < 4; ++writes) {
    std::string file;
    StringSink end(file);
    ZstdSink sink(1, end);
    for (int i = 0; i < writes; ++i) sink.write(text);
  }
}

}  // namespace
}  // namespace mongokeep::stream
