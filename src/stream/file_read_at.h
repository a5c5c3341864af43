#pragma once

#include <string>

#include "stream/read_at.h"

namespace mongokeep::stream {

/// A regular file, wherever its descriptor's position is.
class FileReadAt final : public ReadAt {
 public:
  /// Borrows the descriptor. `subject` is the file's path, for errors. Throws Error{storage}.
  FileReadAt(int descriptor, std::string subject);

  std::uint64_t size() const override { return size_; }
  /// A file that has become shorter meanwhile is Error{damaged}.
  void read_at(std::uint64_t offset, std::span<char> room) const override;

 private:
  int descriptor_;
  std::string subject_;
  std::uint64_t size_;
};

}  // namespace mongokeep::stream
