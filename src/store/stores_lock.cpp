#include "store/stores_lock.h"

#include "archive/lock_file.h"

namespace mongokeep::store {

UniqueFd lock_stores(const Directory& root) {
  constexpr const char* name = ".stores.lock";
  const Error held(ErrorKind::locked, "use the stores of", root.path().string(),
                   "another push, or a clean-up of stores, is at work on them",
                   "Wait until it has ended; `fuser " + (root.path() / name).string() + "` shows the process");
  return archive::take_lock(root, name, held);
}

}  // namespace mongokeep::store
