#include "process_view.h"

#include <fcntl.h>
#include <sys/uio.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace mongokeep::faults {

namespace {

std::string link_at(const std::string& path) {
  std::error_code error;
  return std::filesystem::read_symlink(path, error).string();
}

/// What stands behind `key` in a file of lines `key value`.
std::uint64_t number_in(const std::string& path, const std::string& key) {
  std::ifstream file(path);
  std::string word;
  std::uint64_t number = 0;
  while (file >> word) {
    if (word == key && file >> number) return number;
  }
  return 0;
}

}  // namespace

std::string ProcessView::bytes_at(std::uint64_t address, std::size_t size) const {
  std::string bytes(size, '\0');
  const iovec here{bytes.data(), size};
  const iovec there{reinterpret_cast<void*>(address), size};  // NOLINT(performance-no-int-to-ptr)
  const ssize_t count = process_vm_readv(thread_, &here, 1, &there, 1, 0);
  bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return bytes;
}

std::string ProcessView::text_at(std::uint64_t address) const {
  constexpr std::uint64_t page = 4096;
  std::string text;
  // Page by page: the next one need not be there.
  for (;;) {
    const std::uint64_t from = address + text.size();
    const std::string more = bytes_at(from, page - from % page);
    text += more.substr(0, more.find('\0'));
    if (more.empty() || more.find('\0') != std::string::npos) return text;
  }
}

std::string ProcessView::path_to(int descriptor) const {
  return descriptor == AT_FDCWD ? folder_ + "/cwd" : folder_ + "/fd/" + std::to_string(descriptor);
}

std::string ProcessView::path_to(int folder, const std::string& name) const {
  if (name.starts_with('/')) return name;
  return name.empty() ? path_to(folder) : path_to(folder) + "/" + name;
}

std::string ProcessView::name_of(int descriptor) const {
  return link_at(path_to(descriptor));
}

std::string ProcessView::name_of(int folder, const std::string& name) const {
  if (name.starts_with('/')) return name;
  return name.empty() ? name_of(folder) : name_of(folder) + "/" + name;
}

std::uint64_t ProcessView::position_of(int descriptor) const {
  return number_in(folder_ + "/fdinfo/" + std::to_string(descriptor), "pos:");
}

pid_t ProcessView::process() const {
  return static_cast<pid_t>(number_in(folder_ + "/status", "Tgid:"));
}

}  // namespace mongokeep::faults
