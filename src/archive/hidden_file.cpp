#include "archive/hidden_file.h"

#include <utility>

#include "archive/file_name.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

HiddenFile::HiddenFile(const Directory& folder, std::string name)
    : folder_(&folder),
      name_(std::move(name)),
      hidden_name_(unfinished_file(name_)),
      descriptor_(folder.create_file(hidden_name_)) {}

HiddenFile::HiddenFile(HiddenFile&& other) noexcept
    : folder_(other.folder_),
      name_(std::move(other.name_)),
      hidden_name_(std::move(other.hidden_name_)),
      descriptor_(std::move(other.descriptor_)),
      is_there_(std::exchange(other.is_there_, false)) {}

HiddenFile::~HiddenFile() {
  if (!is_there_) return;
  try {
    folder_->remove_file(hidden_name_);
  } catch (const std::exception&) {
    // The error that brought us here is the one to tell. The file stays under its hidden name, in a folder that is
    // itself hidden or lists its files in the manifest, which does not know this one.
    return;
  }
}

std::string HiddenFile::path() const {
  return (folder_->path() / hidden_name_).string();
}

int HiddenFile::descriptor() {
  if (!descriptor_) descriptor_ = folder_->open_file(hidden_name_);
  return descriptor_.get();
}

void HiddenFile::give_name() {
  folder_->rename(hidden_name_, name_);
  is_there_ = false;
}

}  // namespace mongokeep::archive
