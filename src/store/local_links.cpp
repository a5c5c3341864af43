#include "store/local_links.h"

#include "base/files/directory.h"
#include "base/files/folder_tree.h"
#include "mongokeep/error.h"

namespace mongokeep::store {

namespace {

void refuse_other_kinds(const std::filesystem::path& path, const struct stat& facts) {
  if (S_ISDIR(facts.st_mode) || S_ISREG(facts.st_mode)) return;
  throw Error(ErrorKind::invalid_data, "write or remove in", path.string(),
              S_ISLNK(facts.st_mode) ? "it is a symbolic link" : "it is neither a file nor a folder",
              "rclone could follow it out of the store. Nothing was changed there. Remove it by hand, and find out who "
              "made it");
}

}  // namespace

void refuse_links(const std::filesystem::path& store, const std::string& folder) {
  // The folder that was configured may be a link: that is its owner's choice.
  std::error_code missing;
  const std::filesystem::path path = std::filesystem::canonical(store, missing);
  if (missing) return;
  const Directory directory = Directory::open(path);
  const auto facts = directory.facts(folder);
  if (!facts) return;
  refuse_other_kinds(path / folder, *facts);
  if (!S_ISDIR(facts->st_mode)) return;
  walk_tree(directory.open_child(folder), [&](const std::string& entry, const struct stat& found) {
    refuse_other_kinds(path / folder / entry, found);
  });
}

}  // namespace mongokeep::store
