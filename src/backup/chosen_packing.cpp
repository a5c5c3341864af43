#include "backup/chosen_packing.h"

#include "archive/keys.h"
#include "mongokeep/error.h"

namespace mongokeep::backup {

archive::Packing chosen_packing(const BackupSettings& settings) {
  archive::Packing packing;
  if (settings.compression == Compression::zstd) {
    if (settings.zstd_level < 1 || settings.zstd_level > 19) {
      throw Error(ErrorKind::configuration, "compress at the level", std::to_string(settings.zstd_level),
                  "zstd's levels are 1 to 19");
    }
    packing.zstd_level = settings.zstd_level;
  }
  packing.recipients = archive::recipients_of(settings.encryption);
  return packing;
}

}  // namespace mongokeep::backup
