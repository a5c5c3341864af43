#pragma once

#include <filesystem>
#include <string>

namespace mongokeep::store {

/// A folder of our own for a while, that only we can enter: in TMPDIR, or /tmp. It goes with this object.
class ScratchFolder {
 public:
  /// Throws Error{storage}.
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace mongokeep::store
