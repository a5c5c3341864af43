#include "archive/hidden_file.h"

#include <utility>

#include "archive/file_name.h"

namespace mongokeep::archive {

HiddenFile::HiddenFile(const Directory& folder, std::string name)
    : name_(std::move(name)), file_(folder, unfinished_file(name_)) {}

void HiddenFile::give_name() {
  folder().rename(file_.name(), name_);
  file_.keep();
}

}  // namespace mongokeep::archive
