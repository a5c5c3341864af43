#include "base/files/new_file.h"

#include <exception>
#include <utility>

namespace mongokeep {

NewFile::NewFile(Folder folder, std::string name)
    : folder_(std::move(folder)),
      name_(std::move(name)),
      descriptor_(folder_.with([&](const Directory& open) { return open.create_file(name_); })) {}

NewFile::NewFile(NewFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      name_(std::move(other.name_)),
      descriptor_(std::move(other.descriptor_)),
      is_kept_(std::exchange(other.is_kept_, true)) {}

NewFile::~NewFile() {
  if (is_kept_) return;
  try {
    folder_.with([&](const Directory& open) { open.remove_file(name_); });
  } catch (const std::exception&) {
    // The error that brought us here is the one to tell.
    return;
  }
}

void NewFile::rename(const std::string& name) {
  std::string former = std::exchange(name_, name);
  try {
    folder_.with([&](const Directory& open) { open.rename(former, name_); });
  } catch (...) {
    name_ = std::move(former);
    throw;
  }
}

void NewFile::keep_as(const std::string& name) {
  rename(name);
  keep();
}

void NewFile::keep_in_place_of(const std::string& name) {
  folder_.with([&](const Directory& open) { open.replace(name_, name); });
  keep();
}

int NewFile::descriptor() {
  if (!descriptor_) {
    descriptor_ = folder_.with([&](const Directory& open) { return open.open_file(name_); });
  }
  return descriptor_.get();
}

}  // namespace mongokeep
