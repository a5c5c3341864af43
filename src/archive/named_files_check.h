#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "archive/readable_folder.h"

namespace mongokeep::archive {

/// Looks whether a folder has just the files that a manifest names, as they are told one after the other, with one look
/// at each and no list of them. Files of one sub-folder are told one behind the other. A "no" may be due to anything:
/// survey() finds out.
class NamedFilesCheck {
 public:
  explicit NamedFilesCheck(const ReadableFolder& folder) : folder_(folder) {}

  /// Throws Error{storage}.
  void take(std::string_view file, std::uint64_t bytes);
  /// Whether they are all there with their lengths, and nothing else but one more file. Throws Error{storage}.
  bool is_all_there();

  std::size_t files() const { return files_; }
  std::uint64_t stored_bytes() const { return bytes_; }

 private:
  void go_to(std::string_view sub_folder);

  const ReadableFolder& folder_;
  std::unique_ptr<ReadableFolder> sub_folder_;
  std::string sub_name_;
  std::string name_;
  std::size_t in_sub_folder_ = 0;
  std::size_t in_folder_ = 0;
  std::size_t files_ = 0;
  std::uint64_t bytes_ = 0;
  bool is_well_ = true;
};

}  // namespace mongokeep::archive
