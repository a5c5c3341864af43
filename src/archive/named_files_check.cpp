#include "archive/named_files_check.h"

#include <sys/stat.h>

namespace mongokeep::archive {

void NamedFilesCheck::take(std::string_view file, std::uint64_t bytes) {
  if (!is_well_) return;
  const std::size_t slash = file.find('/');
  go_to(slash == std::string_view::npos ? std::string_view() : file.substr(0, slash));
  if (!is_well_) return;
  name_ = slash == std::string_view::npos ? file : file.substr(slash + 1);
  const auto facts = (sub_folder_ ? *sub_folder_ : folder_).facts(name_);
  is_well_ = facts && S_ISREG(facts->st_mode) && static_cast<std::uint64_t>(facts->st_size) == bytes;
  ++(sub_folder_ ? in_sub_folder_ : in_folder_);
  ++files_;
  bytes_ += bytes;
}

bool NamedFilesCheck::is_all_there() {
  go_to({});
  return is_well_ && folder_.entry_count() == in_folder_ + 1;
}

/// A sub-folder that is come back to has more than was counted before it was left: that is a "no".
void NamedFilesCheck::go_to(std::string_view sub_folder) {
  if (sub_folder == sub_name_) return;
  if (sub_folder_) is_well_ = is_well_ && sub_folder_->entry_count() == in_sub_folder_;
  sub_folder_.reset();
  sub_name_ = sub_folder;
  in_sub_folder_ = 0;
  if (sub_folder.empty() || !is_well_) return;
  is_well_ = folder_.is_directory(sub_name_);
  if (!is_well_) return;
  sub_folder_ = folder_.open_child(sub_name_);
  ++in_folder_;
}

}  // namespace mongokeep::archive
