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

void check_presence(const StoreRoot& held, const RemoteFacts& facts, const std::string& store, bool had_some) {
  if (facts.has_objects || held.exists() || (!facts.is_local && !had_some)) return;
  throw Error(ErrorKind::storage, "use the store", store, "its folder does not exist",
              "Check that its disk is mounted. If the store is new, create the folder yourself: a push never does, "
              "since an unmounted disk looks the same");
}

}  // namespace mongokeep::store
