#pragma once

#include <string>

#include "stream/source.h"

namespace mongokeep::stream {

/// Reads a file from the descriptor's position.
class FileSource final : public Source {
 public:
  enum class From {
    disk,   ///< rather than from memory, where the system allows it: what the page cache holds of it is dropped first
    cache,  ///< from wherever it is fastest
  };
  /// Borrows the descriptor, whose data has been synced. `subject` is the file's path, for errors.
  FileSource(int descriptor, std::string subject, From from);

  std::size_t read(std::span<char> room) override;

 private:
  int descriptor_;
  std::string subject_;
};

}  // namespace mongokeep::stream
