#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "stream/read_at.h"

namespace mongokeep::stream {

/// Of text, in bytes, in any frame of ours (docs/backup-format.md).
inline constexpr std::uint32_t largest_own_frame = std::uint32_t{4} << 20U;

/// Where the frames of a compressed file lie: the zstd seekable format, version 0.1.0 (facebook/zstd,
/// contrib/seekable_format/zstd_seekable_compression_format.md). It stands at the file's end, in a skippable frame.
struct SeekTable {
  struct Frame {
    std::uint32_t compressed = 0;    ///< bytes
    std::uint32_t decompressed = 0;  ///< bytes
    std::uint32_t checksum = 0;      ///< low 32 bits of the XXH64 of the decompressed bytes; 0 without checksums

    bool operator==(const Frame&) const = default;
  };
  std::vector<Frame> frames;  ///< in the file's order
  bool has_checksums = true;

  bool operator==(const SeekTable&) const = default;
};

/// The skippable frame. Throws Error{storage} for more frames than the format can count.
std::string to_bytes(const SeekTable& table);

/// Reads the table at the end of a file; nothing where there is none (a file of stock `zstd`). `subject` names the file
/// in errors. Throws Error{damaged} for a table that does not fit the file (frames that do not add up to what lies
/// before it, reserved bits, a wrong size), Error{storage}. Memory: 12 bytes for each 8 or 12 that the file has.
std::optional<SeekTable> read_seek_table(const ReadAt& file, const std::string& subject);

}  // namespace mongokeep::stream
