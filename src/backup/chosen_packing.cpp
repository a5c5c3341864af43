#include "backup/chosen_packing.h"

#include "archive/keys.h"

namespace mongokeep::backup {

archive::Packing chosen_packing(const BackupSettings& settings) {
  archive::Packing packing;
  if (settings.compression == Compression::zstd) packing.zstd_level = settings.zstd_level;
  packing.recipients = archive::recipients_of(settings.encryption);
  return packing;
}

}  // namespace mongokeep::backup
