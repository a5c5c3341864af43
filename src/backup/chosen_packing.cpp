#include "backup/chosen_packing.h"

#include "keys/key_files.h"

namespace mongokeep::backup {

archive::Packing chosen_packing(const BackupSettings& settings) {
  archive::Packing packing;
  if (settings.compression == Compression::zstd) packing.zstd_level = settings.zstd_level;
  packing.recipients = keys::read_recipients(settings.encryption);
  return packing;
}

}  // namespace mongokeep::backup
