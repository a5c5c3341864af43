#include "store/manifest_copies.h"

#include <sys/stat.h>

#include <chrono>

#include "archive/dated_name.h"
#include "archive/local_file.h"
#include "archive/manifest.h"
#include "base/files/directory.h"
#include "mongokeep/error.h"

namespace mongokeep::store {

namespace {

/// All of them together, in bytes: a temporary folder is often memory. What is beyond is read by itself.
constexpr std::uint64_t most_bytes = std::uint64_t{64} << 20U;
/// What may come beyond what is listed, for whatever is fetched twice. A store that sends more fills no disk with it.
constexpr std::uint64_t spare_bytes = std::uint64_t{16} << 20U;

/// Null where none can be made.
std::unique_ptr<ScratchFolder> scratch_folder() {
  try {
    return std::make_unique<ScratchFolder>();
  } catch (const Error&) {
    // The copies save time, and are not needed.
    return nullptr;
  }
}

}  // namespace

ManifestCopies::ManifestCopies(const Remote& remote, const RemoteFiles& files, const std::stop_token& stop) {
  const std::string ending = "/" + std::string(archive::Manifest::file_name);
  std::vector<std::string> wanted;
  std::uint64_t bytes = 0;
  for (std::size_t index = 0; index < files.count(); ++index) {
    const RemoteFiles::File file = files.at(index);
    // What has no bytes is no manifest, and may be a pipe that nobody writes to: SFTP tells of those as of empty files.
    if (!file.path.ends_with(ending) || file.size == 0 || file.size > archive::Manifest::largest_file) continue;
    if (!archive::DatedName::parse(file.path.substr(0, file.path.size() - ending.size()))) continue;
    if (file.size > most_bytes - bytes) continue;
    bytes += file.size;
    wanted.emplace_back(file.path);
  }
  if (wanted.empty()) return;
  scratch_ = scratch_folder();
  if (scratch_) fetch(remote, wanted, 2 * bytes + spare_bytes, stop);
}

void ManifestCopies::fetch(const Remote& remote, const std::vector<std::string>& files, std::uint64_t most,
                           const std::stop_token& stop) {
  const auto begin = std::chrono::steady_clock::now();
  try {
    remote.fetch(files, scratch_->path(), most, stop);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::stopped) throw;
    if (std::chrono::steady_clock::now() - begin >= remote.rclone().patience()) silence_ = error;
  }
}

std::unique_ptr<archive::ReadableFile> ManifestCopies::open(const std::string& folder, std::uint64_t size,
                                                            const std::string& shown) const {
  if (!scratch_) return nullptr;
  auto copy = copy_of(folder, size, shown);
  if (!copy && silence_ && size > 0) throw Error(*silence_);
  return copy;
}

std::unique_ptr<archive::ReadableFile> ManifestCopies::copy_of(const std::string& folder, std::uint64_t size,
                                                               const std::string& shown) const {
  try {
    const Directory scratch = Directory::open(scratch_->path());
    if (!scratch.is_directory(folder)) return nullptr;
    const Directory there = scratch.open_child(folder);
    const std::string name(archive::Manifest::file_name);
    const auto facts = there.facts(name);
    if (!facts || !S_ISREG(facts->st_mode) || static_cast<std::uint64_t>(facts->st_size) != size) return nullptr;
    return std::make_unique<archive::LocalFile>(there.open_file(name), shown);
  } catch (const Error&) {
    // The store still has it.
    return nullptr;
  }
}

}  // namespace mongokeep::store
