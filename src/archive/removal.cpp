#include "archive/removal.h"

#include "archive/dated_name.h"
#include "archive/folder_use.h"
#include "archive/manifest.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

namespace {

constexpr mode_t mark = S_ISUID | S_ISVTX | S_IRWXU;

/// False where the file system, or who owns the folder, does not let us.
bool is_marked_now(const Directory& folder) {
  // Whether it was done is seen by looking, whatever the call answers.
  static_cast<void>(!::fchmod(folder.descriptor(), mark));
  return is_marked_for_removal(folder.own_facts());
}

void remove_manifest_last(const Directory& folder) {
  const std::string manifest(Manifest::file_name);
  for (const std::string& entry : folder.names()) {
    if (entry == manifest) continue;
    if (folder.is_directory(entry)) {
      folder.remove_tree(entry);
    } else {
      folder.remove_file(entry);
    }
  }
  // The disk may do what it was told in another order.
  folder.sync();
}

}  // namespace

bool is_marked_for_removal(const struct stat& facts) {
  return S_ISDIR(facts.st_mode) && (facts.st_mode & 07777U) == mark;
}

Removal remove_backup(const Directory& root, const std::string& name) {
  if (!root.is_directory(name)) {
    throw Error(ErrorKind::storage, "remove the folder", (root.path() / name).string(), "it no longer exists");
  }
  const Directory folder = root.open_child(name);
  if (!try_hold_for_removal(folder)) return Removal::in_use;
  std::string present = name;
  if (const std::string condemned = DatedName::parse(name).value().condemned_text();
      root.rename_if_room(name, condemned)) {
    present = condemned;
  } else if (is_marked_now(folder)) {
    folder.sync();
  } else {
    remove_manifest_last(folder);
  }
  // Also for what others have published and had no time to sync: what is newer must be there once this has gone.
  root.sync();
  root.remove_open_tree(folder, present);
  root.sync();
  return Removal::done;
}

}  // namespace mongokeep::archive
