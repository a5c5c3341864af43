#include "store/listed_folder.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/counted.h"
#include "base/text/quantity.h"
#include "mongokeep/error.h"

namespace mongokeep::store {

namespace {

Error too_many_files(const std::filesystem::path& folder) {
  return Error(ErrorKind::damaged, "list", folder.string(),
               fmt::format("it has more than {} files, or names of more than {} in all",
                           count_text(RemoteFiles::most_files), size_text(RemoteFiles::most_text)),
               "No backup has so many. Look at what lies there; the other backups can be used");
}

}  // namespace

struct stat facts_of(bool is_folder, std::uint64_t size) {
  struct stat facts {};
  facts.st_mode = is_folder ? S_IFDIR | 0700 : S_IFREG | 0600;
  facts.st_size = static_cast<off_t>(std::min<std::uint64_t>(size, INT64_MAX));
  // No time: those of stores are of when something was shipped, or of nothing at all.
  return facts;
}

std::shared_ptr<const RemoteFiles> files_in(const Remote& remote, const std::string& folder,
                                            const std::stop_token& stop,
                                            const std::function<bool(const RemoteEntry&)>& is_meant) {
  auto files = std::make_shared<RemoteFiles>();
  const TakeEntry take = [&](const RemoteEntry& entry) {
    if (is_meant && !is_meant(entry)) return;
    if (!files->add(entry)) throw too_many_files(remote.shown(folder));
  };
  remote.list(folder, Remote::Depth::files, "", take, stop);
  files->sort();
  return files;
}

struct stat ListedFolder::own_facts() const {
  return facts_of(true, 0);
}

void ListedFolder::require_folder(const std::string& name) const {
  const auto found = facts(name);
  if (found && S_ISDIR(found->st_mode)) return;
  throw Error(ErrorKind::storage, "open the folder", path_of(name).string(), "the store lists no such folder");
}

std::uint64_t ListedFolder::size_of_file(const std::string& name) const {
  const auto found = facts(name);
  if (found && S_ISREG(found->st_mode)) return static_cast<std::uint64_t>(found->st_size);
  throw Error(ErrorKind::storage, "open the file", path_of(name).string(), "the store lists no such file");
}

}  // namespace mongokeep::store
