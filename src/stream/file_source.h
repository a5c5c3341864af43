#pragma once

#include <string>

#include "stream/source.h"

namespace mongokeep::stream {

/// Reads a file from the descriptor's position, from the disk rather than from memory where the system allows it:
/// what the page cache still holds of the file is dropped first.
class FileSource final : public Source {
 public:
  /// Borrows the descriptor, whose data has been synced. `subject` is the file's path, for errors.
  FileSource(int descriptor, std::string subject);

  std::size_t read(std::span<char> room) override;

 private:
  int descriptor_;
  std::string subject_;
};

}  // namespace mongokeep::stream
