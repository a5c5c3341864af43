#include "store/scratch_folder.h"

#include <cerrno>
#include <cstdlib>

#include "base/files/directory.h"
#include "mongokeep/error.h"

namespace mongokeep::store {

ScratchFolder::ScratchFolder() {
  std::error_code none;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(none);
  std::string name = ((none ? std::filesystem::path("/tmp") : parent) / "mongokeep-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw storage_error("create the temporary folder", name, errno);
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  try {
    Directory::open(path_.parent_path()).remove_tree(path_.filename().string());
  } catch (const std::exception&) {
    // Whatever became of the work is what there is to tell; a system empties its temporary folder by itself.
    return;
  }
}

}  // namespace mongokeep::store
