#include "archive/leftovers.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "archive/dated_name.h"
#include "archive/folder_use.h"
#include "archive/removal.h"

namespace mongokeep::archive {

namespace {

/// Who leaves such a folder behind; empty for what no run of ours does.
std::string_view origin_of(const Directory& root, const std::string& name) {
  if (DatedName::parse_unfinished(name)) return "an unfinished backup";
  if (DatedName::parse_condemned(name)) return "an interrupted clean-up";
  if (!DatedName::parse(name)) return {};
  const auto facts = root.facts(name);
  return facts && is_marked_for_removal(*facts) ? "an interrupted clean-up" : std::string_view();
}

/// Empty, too, for what cannot be looked at: whatever is wrong with an older backup, a new one can be made.
std::string_view origin_or_warning(const Directory& root, const std::string& name, Log& log) {
  try {
    return origin_of(root, name);
  } catch (const Error& error) {
    log.warning("Cannot look whether a backup is one that is being removed",
                {{"path", (root.path() / name).string()}, {"error", error.what()}});
    return {};
  }
}

/// A pull does not keep the root locked as long as it fetches: PendingBackup::hold().
bool is_made_by_somebody(const Directory& root, const std::string& name) {
  return DatedName::parse_unfinished(name) && root.is_directory(name) && !try_hold_for_removal(root.open_child(name));
}

/// For who only tells of it: what cannot be opened is a leftover that somebody has to look at.
bool may_be_in_use(const Directory& root, const std::string& name) {
  try {
    return is_made_by_somebody(root, name);
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::vector<std::string> leftovers_in(const Directory& root) {
  std::vector<std::string> found;
  for (std::string& name : root.names()) {
    if (!origin_of(root, name).empty() && !may_be_in_use(root, name)) found.push_back(std::move(name));
  }
  return found;
}

std::vector<StubbornLeftover> remove_leftovers(const LockedRoot& root, Log& log) {
  const Directory& folder = root.directory();
  std::vector<StubbornLeftover> stubborn;
  // A run that died between an exchange of names and its sync has left the backup that the disk knows in what looks
  // like a leftover.
  bool is_synced = false;
  for (const std::string& name : folder.names()) {
    const std::string_view origin = origin_or_warning(folder, name, log);
    if (origin.empty()) continue;
    const std::filesystem::path path = folder.path() / name;
    try {
      if (!folder.is_directory(name)) continue;
      if (is_made_by_somebody(folder, name)) continue;
      if (!is_synced) folder.sync();
      is_synced = true;
      folder.remove_tree(name);
      log.warning(fmt::format("Removed the remains of {}", origin), {{"path", path.string()}});
    } catch (const Error& error) {
      log.warning(fmt::format("Cannot remove the remains of {}", origin),
                  {{"path", path.string()}, {"error", error.what()}});
      stubborn.push_back({path, error});
    }
  }
  return stubborn;
}

}  // namespace mongokeep::archive
