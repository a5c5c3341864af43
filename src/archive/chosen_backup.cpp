#include "archive/chosen_backup.h"

#include <system_error>

#include "archive/listing.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {

std::filesystem::path chosen_backup(const std::filesystem::path& root, const std::string& wanted) {
  if (wanted == "latest") {
    NewestFirst newest(root);
    while (const auto backup = newest.next()) {
      const Standing standing = backup->standing;
      if (standing == Standing::complete || standing == Standing::damaged || standing == Standing::unreadable) {
        return backup->path;
      }
    }
  }
  std::filesystem::path path = locate_backup(root, wanted);
  std::error_code missing;
  if (std::filesystem::symlink_status(path, missing).type() == std::filesystem::file_type::not_found) {
    throw Error(ErrorKind::usage, "find the backup", path.string(), "there is no such folder",
                "`mongokeep list` shows the backups that are there");
  }
  return path;
}

}  // namespace mongokeep::archive
