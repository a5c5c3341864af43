#include "support/store_kind.h"

#include <ostream>
#include <stdexcept>

namespace mongokeep::test {

std::string_view name_of(StoreKind kind) {
  switch (kind) {
    case StoreKind::s3: return "rclone_versitygw";
    case StoreKind::sftp: return "rclone_sftp";
    case StoreKind::folder: return "rclone_folder";
  }
  throw std::logic_error("no such store");
}

void PrintTo(StoreKind kind, std::ostream* out) {
  *out << name_of(kind);
}

}  // namespace mongokeep::test
