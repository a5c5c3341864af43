#include "stream/zstd/seek_table.h"

#include <fmt/format.h>

#include <span>

#include "mongokeep/error.h"
#include "stream/little_endian.h"

namespace mongokeep::stream {

namespace {

constexpr std::uint32_t skippable_magic = 0x184D2A5E;
constexpr std::uint32_t table_magic = 0x8F92EAB1;
/// In bytes: magic and size of the skippable frame, and what stands behind the entries.
constexpr std::uint64_t header_size = 8;
constexpr std::uint64_t footer_size = 9;
constexpr std::uint32_t most_frames = 0x8000000;
constexpr unsigned checksum_flag = 0x80;
/// Bits 2 to 6 mean nothing yet; 0 and 1 are free for anybody.
constexpr unsigned reserved_bits = 0x7C;

Error broken(const std::string& subject, const std::string& cause) {
  return Error(ErrorKind::damaged, "read the seek table of", subject, cause);
}

struct Footer {
  std::uint32_t frames = 0;
  unsigned descriptor = 0;

  bool has_checksums() const { return (descriptor & checksum_flag) != 0; }
  std::uint64_t entry_size() const { return has_checksums() ? 12 : 8; }
  std::uint64_t table_size() const { return frames * entry_size() + footer_size; }
};

/// Nothing where the file does not end as one with a table does.
std::optional<Footer> read_footer(const ReadAt& file) {
  if (file.size() < header_size + footer_size) return std::nullopt;
  char bytes[footer_size];
  file.read_at(file.size() - footer_size, bytes);
  if (little_endian_32(bytes + 5) != table_magic) return std::nullopt;
  return Footer{little_endian_32(bytes), static_cast<unsigned char>(bytes[4])};
}

void check_header(const ReadAt& file, const Footer& footer, const std::string& subject) {
  if ((footer.descriptor & reserved_bits) != 0) throw broken(subject, "reserved bits are set");
  const std::uint64_t size = footer.table_size();
  if (footer.frames > most_frames || size + header_size > file.size()) {
    throw broken(subject, fmt::format("it lists {} frames, more than fit into the file", footer.frames));
  }
  char bytes[header_size];
  file.read_at(file.size() - size - header_size, bytes);
  if (little_endian_32(bytes) != skippable_magic || little_endian_32(bytes + 4) != size) {
    throw broken(subject, "it does not begin at the expected place");
  }
}

std::vector<SeekTable::Frame> read_frames(const ReadAt& file, const Footer& footer) {
  std::vector<char> bytes(footer.frames * footer.entry_size());
  file.read_at(file.size() - footer.table_size(), bytes);
  std::vector<SeekTable::Frame> frames(footer.frames);
  const char* at = bytes.data();
  for (SeekTable::Frame& frame : frames) {
    frame.compressed = little_endian_32(at);
    frame.decompressed = little_endian_32(at + 4);
    if (footer.has_checksums()) frame.checksum = little_endian_32(at + 8);
    at += footer.entry_size();
  }
  return frames;
}

}  // namespace

std::string to_bytes(const SeekTable& table) {
  if (table.frames.size() > most_frames) {
    throw Error(ErrorKind::storage, "write", "the seek table",
                fmt::format("{} frames are more than its format allows", table.frames.size()));
  }
  const Footer footer{static_cast<std::uint32_t>(table.frames.size()), table.has_checksums ? checksum_flag : 0};
  std::string bytes;
  bytes.reserve(header_size + footer.table_size());
  append_little_endian_32(bytes, skippable_magic);
  append_little_endian_32(bytes, static_cast<std::uint32_t>(footer.table_size()));
  for (const SeekTable::Frame& frame : table.frames) {
    append_little_endian_32(bytes, frame.compressed);
    append_little_endian_32(bytes, frame.decompressed);
    if (table.has_checksums) append_little_endian_32(bytes, frame.checksum);
  }
  append_little_endian_32(bytes, footer.frames);
  bytes += static_cast<char>(footer.descriptor);
  append_little_endian_32(bytes, table_magic);
  return bytes;
}

std::optional<SeekTable> read_seek_table(const ReadAt& file, const std::string& subject) {
  const std::optional<Footer> footer = read_footer(file);
  if (!footer) return std::nullopt;
  check_header(file, *footer, subject);
  SeekTable table{read_frames(file, *footer), footer->has_checksums()};
  std::uint64_t sum = 0;
  for (const SeekTable::Frame& frame : table.frames) sum += frame.compressed;
  const std::uint64_t before = file.size() - footer->table_size() - header_size;
  if (sum != before) {
    throw broken(subject, fmt::format("its frames add up to {} bytes, but {} bytes precede it", sum, before));
  }
  return table;
}

}  // namespace mongokeep::stream
