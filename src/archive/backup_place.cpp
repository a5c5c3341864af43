#include "archive/backup_place.h"

#include <algorithm>

#include "archive/local_folder.h"
#include "base/text/shell_word.h"

namespace mongokeep::archive {

std::unique_ptr<ReadableFolder> open_folder(const BackupPlace& place) {
  if (place.root) return place.root->open_child(place.name);
  return std::make_unique<LocalFolder>(Directory::open(place.path));
}

bool is_store_name(std::string_view text) {
  const auto is_of_names = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '-' || letter == '_';
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), is_of_names);
}

std::optional<NameInStore> name_in_store(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view store = text.substr(0, colon);
  if (!is_store_name(store)) return std::nullopt;
  std::string_view backup = text.substr(colon + 1);
  while (backup.ends_with('/')) backup.remove_suffix(1);
  return NameInStore{std::string(store), std::string(backup)};
}

std::string list_command(const std::filesystem::path& backup) {
  // Folders of this machine are absolute here.
  if (const auto in_store = name_in_store(backup.string())) return "`mongokeep list " + in_store->store + ":`";
  return "`mongokeep list --root " + shell_word(std::filesystem::absolute(backup).parent_path().string()) + "`";
}

}  // namespace mongokeep::archive
