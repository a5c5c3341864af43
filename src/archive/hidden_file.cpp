#include "archive/hidden_file.h"

#include <utility>

#include "archive/file_name.h"

namespace mongokeep::archive {

HiddenFile::HiddenFile(Folder folder, std::string name)
    : name_(std::move(name)), file_(std::move(folder), unfinished_file(name_)) {}

void HiddenFile::give_name() {
  folder().with([&](const Directory& open) { open.rename(file_.name(), name_); });
  file_.keep();
}

}  // namespace mongokeep::archive
