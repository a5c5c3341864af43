#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "stream/source.h"

namespace mongokeep::stream {

/// A part of a file, in bytes. What the file does not have of it ends it earlier.
struct FilePart {
  std::uint64_t begin = 0;
  std::uint64_t end = std::numeric_limits<std::int64_t>::max();
};

/// Reads a file, or a part of one, wherever the descriptor's position is.
class FileSource final : public Source {
 public:
  enum class From {
    disk,   ///< rather than from memory, where the system allows it: what the page cache holds of it is dropped first
    cache,  ///< from wherever it is fastest
  };
  /// Borrows the descriptor; what is read from the disk has been synced. `subject` is the file's path, for errors.
  FileSource(int descriptor, std::string subject, From from, FilePart part = {});

  std::size_t read(std::span<char> room) override;

 private:
  int descriptor_;
  std::string subject_;
  std::uint64_t offset_;
  std::uint64_t end_;
};

}  // namespace mongokeep::stream
