#include "store/guarantees.h"

#include <fmt/format.h>

#include "mongokeep/error.h"

namespace mongokeep::store {

std::string weakness_of(const RcloneProgram& program, const RemoteFacts& facts) {
  if (facts.has_objects || program.version >= RcloneProgram::whole_files) return {};
  return fmt::format("rclone {}.{} leaves a torn file under its final name when an upload is cut",
                     program.version.major, program.version.minor);
}

std::string remedy_of_weakness() {
  constexpr auto good = RcloneProgram::whole_files;
  return fmt::format("Install rclone {}.{} or newer (https://rclone.org/install)", good.major, good.minor);
}

bool lacks_locks(const StoreSettings& settings, const RemoteFacts& facts) {
  return settings.lock_days > 0 && !facts.has_objects;
}

void check_lock(const StoreSettings& settings, const RemoteFacts& facts) {
  if (!lacks_locks(settings, facts)) return;
  throw Error(ErrorKind::storage, "use the store", settings.name,
              "`lock_days` is set, and this store has no object lock: nothing would be locked",
              "Remove the setting, or use a bucket with object lock");
}

void check_presence(const StoreRoot& held, const RemoteFacts& facts, const std::string& store, bool had_some) {
  if (held.exists()) return;
  if (facts.has_objects) {
    // A folder of an object store is there as long as its bucket is.
    throw Error(
        ErrorKind::storage, "use the store", store, "there is no such bucket",
        "Make the bucket, or correct its name in `remote`. Some providers say the same where they do not know the "
        "key");
  }
  if (!facts.is_local && !had_some) return;
  throw Error(ErrorKind::storage, "use the store", store, "its folder does not exist",
              "Check that its disk is mounted. If the store is new, create the folder yourself: a push never does, "
              "since an unmounted disk looks the same");
}

}  // namespace mongokeep::store
