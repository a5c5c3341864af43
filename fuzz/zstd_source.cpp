// A zstd file: any bytes, or an edited file of ours, as the input's first byte says.

#include "stream/zstd/zstd_source.h"

#include <string>
#include <vector>

#include "fuzz/edits.h"
#include "fuzz/require.h"
#include "fuzz/target.h"
#include "stream/memory_read_at.h"
#include "stream/string_sink.h"
#include "stream/zstd/seek_table.h"
#include "stream/zstd/zstd_sink.h"

namespace mongokeep::fuzz {

namespace {

/// In bytes: a small file may stand for gigabytes of zeros, which takes its time and shows nothing.
constexpr std::size_t enough = std::size_t{16} << 20U;

std::string text_of(const std::string& file) {
  const stream::MemoryReadAt bytes(file);
  stream::ZstdSource source(bytes, "the input");
  std::string text;
  std::vector<char> room(100000);
  while (text.size() < enough) {
    const std::size_t got = source.read(room);
    if (got == 0) break;
    text.append(room.data(), got);
  }
  return text;
}

struct Sample {
  std::string text;
  std::string file;
  std::string table;  ///< the file's end

  /// Three frames, each of one file of ours, under one table.
  Sample() {
    stream::SeekTable seek_table;
    for (const std::string word : {"one", "two", "three"}) {
      std::string frame_text;
      for (int i = 0; i < 100; ++i) frame_text += word + std::to_string(i) + "\n";
      std::string one;
      stream::StringSink end(one);
      stream::ZstdSink sink(1, end);
      sink.write(frame_text);
      sink.finish();
      const auto entry = stream::read_seek_table(stream::MemoryReadAt(one), "the target").value().frames.front();
      text += frame_text;
      file += one.substr(0, entry.compressed);
      seek_table.frames.push_back(entry);
    }
    table = to_bytes(seek_table);
    file += table;
  }
};

}  // namespace

void check_input(std::string_view input) {
  static const Sample sample;
  if (input.empty()) return;
  const bool is_edit = (input.front() & 1) != 0;
  input.remove_prefix(1);
  const std::string file = is_edit ? edited(sample.file, input) : std::string(input);
  const auto text = unless_refused(ErrorKind::damaged, [&] { return text_of(file); });
  if (file.ends_with(sample.table)) {
    require(!text || *text == sample.text, "under its own table a file is read as it was written, or not at all");
  }
  require(text || file != sample.file, "an untouched file is read");
}

}  // namespace mongokeep::fuzz
