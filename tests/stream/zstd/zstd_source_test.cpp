// Files that are whole, in shapes that ZstdSink does not give them, read in rooms of any size.

#include "stream/zstd/zstd_source.h"

#include <gtest/gtest.h>
#include <xxhash.h>
#include <zstd.h>

#include <vector>

#include "mongokeep/error.h"
#include "stream/memory_read_at.h"
#include "stream/zstd/seek_table.h"

namespace mongokeep::stream {
namespace {

/// A frame without a checksum of its own.
std::string plain_frame(const std::string& text) {
  std::string frame(ZSTD_compressBound(text.size()), '\0');
  frame.resize(ZSTD_compress(frame.data(), frame.size(), text.data(), text.size(), 3));
  return frame;
}

std::string read_in_rooms_of(std::size_t size, const std::string& file) {
  const MemoryReadAt bytes(file);
  ZstdSource source(bytes, "the file");
  std::string text;
  std::vector<char> room(size);
  while (const std::size_t got = source.read(room)) text.append(room.data(), got);
  return text;
}

/// As the format's own library makes it: the checksums are in the table alone.
std::string with_table(const std::string& text, const std::string& frame) {
  const auto checksum = static_cast<std::uint32_t>(XXH64(text.data(), text.size(), 0));
  SeekTable table;
  table.frames = {{static_cast<std::uint32_t>(frame.size()), static_cast<std::uint32_t>(text.size()), checksum}};
  return frame + to_bytes(table);
}

TEST(ZstdSource, ARoomMayEndWhereAFrameEnds) {
  const std::string text(600, 'x');
  const std::string file = plain_frame(text);
  for (std::size_t size = 1; size <= 2 * text.size(); ++size) {
    EXPECT_EQ(read_in_rooms_of(size, file), text) << size;
    EXPECT_EQ(read_in_rooms_of(size, file + file), text + text) << size;
  }
}

TEST(ZstdSource, TakesATableWhoseFramesHaveNoChecksumsOfTheirOwn) {
  const std::string text = "[\n{\"_id\":1},\n{\"_id\":2}\n]\n";
  EXPECT_EQ(read_in_rooms_of(100, with_table(text, plain_frame(text))), text);
}

TEST(ZstdSource, HoldsTheTextAgainstTheTablesChecksum) {
  const std::string text = "[\n{\"_id\":1},\n{\"_id\":2}\n]\n";
  std::string other = text;
  other[9] = '7';
  EXPECT_THROW(read_in_rooms_of(100, with_table(text, plain_frame(other))), Error);
}

}  // namespace
}  // namespace mongokeep::stream
