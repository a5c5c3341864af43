#include "store/local_links.h"

#include "base/files/directory.h"
#include "base/files/folder_tree.h"
#include "mongokeep/error.h"
#include "store/removal_note.h"
#include "store/shipment_mark.h"

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

void refuse_own_root(const std::filesystem::path& store, const std::filesystem::path& root, const std::string& name) {
  std::error_code unknown;
  const std::filesystem::path there = std::filesystem::weakly_canonical(store, unknown);
  const std::filesystem::path here = std::filesystem::weakly_canonical(root, unknown);
  if (unknown) throw storage_error("look at the folder of the store", store.string(), unknown.value());
  const auto holds = [](const std::filesystem::path& outer, const std::filesystem::path& inner) {
    const auto relative = inner.lexically_relative(outer);
    return !relative.empty() && *relative.begin() != "..";
  };
  // A folder can have two paths: one of them mounted over the other.
  const bool is_same = std::filesystem::equivalent(there, here, unknown);
  if (!is_same && !holds(there, here) && !holds(here, there)) return;
  throw Error(ErrorKind::configuration, "use the store", name, "it is the root itself, or one lies in the other",
              "Give the store a folder of its own, on another disk or another machine");
}

void refuse_links(const std::filesystem::path& store, const std::string& backup) {
  // The folder that was configured may be a link: that is its owner's choice.
  std::error_code missing;
  const std::filesystem::path path = std::filesystem::canonical(store, missing);
  if (missing) return;
  const Directory directory = Directory::open(path);
  for (const std::string& name : {backup, ShipmentMark::file_name_for(backup), RemovalNote::file_name_for(backup)}) {
    if (const auto facts = directory.facts(name)) refuse_other_kinds(path / name, *facts);
  }
  if (!directory.is_directory(backup)) return;
  walk_tree(directory.open_child(backup), [&](const std::string& entry, const struct stat& found) {
    refuse_other_kinds(path / backup / entry, found);
  });
}

}  // namespace mongokeep::store
