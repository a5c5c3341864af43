#include "archive/local_folder.h"

#include "archive/folder_use.h"
#include "archive/local_file.h"

namespace mongokeep::archive {

std::unique_ptr<ReadableFolder> LocalFolder::open_child(const std::string& name) const {
  return std::make_unique<LocalFolder>(folder_.open_child(name));
}

std::unique_ptr<ReadableFile> LocalFolder::open_file(const std::string& name) const {
  return std::make_unique<LocalFile>(folder_.open_file(name), path_of(name).string());
}

void LocalFolder::hold_for_reading() const {
  archive::hold_for_reading(folder_);
}

}  // namespace mongokeep::archive
