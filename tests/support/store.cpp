#include "support/store.h"

#include <stdexcept>

#include "support/files.h"
#include "support/folder_store.h"
#include "support/s3_store.h"
#include "support/sftp_store.h"

namespace mongokeep::test {

std::unique_ptr<Store> make_store(StoreKind kind) {
  switch (kind) {
    case StoreKind::s3: return std::make_unique<S3Store>();
    case StoreKind::sftp: return std::make_unique<SftpStore>();
    case StoreKind::folder: return std::make_unique<FolderStore>();
  }
  throw std::logic_error("no such store");
}

void write_rclone_config(const std::filesystem::path& path, std::string_view text) {
  // The credentials come when nobody else can read it any more.
  std::filesystem::remove(path);
  write_file(path, "");
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  write_file(path, text);
}

}  // namespace mongokeep::test
