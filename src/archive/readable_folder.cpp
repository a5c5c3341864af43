#include "archive/readable_folder.h"

#include <algorithm>

#include "mongokeep/error.h"

namespace mongokeep::archive {

std::string whole_text(const ReadableFolder& folder, const std::string& name, std::size_t longest) {
  const std::unique_ptr<ReadableFile> file = folder.open_file(name);
  if (file->size() > longest) {
    throw Error(ErrorKind::storage, "read", folder.path_of(name).string(),
                "it is larger than " + std::to_string(longest) + " bytes");
  }
  std::string text(static_cast<std::size_t>(file->size()), '\0');
  file->read_at(0, text);
  return text;
}

}  // namespace mongokeep::archive
