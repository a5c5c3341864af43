#pragma once

#include <string>
#include <vector>

namespace mongokeep {

/// What a finding is about. A report has them in this order.
enum class StoreCheckTopic {
  rclone,     ///< its version, and what that one guarantees on a store of this kind
  reach,      ///< whether the store answers
  list,       ///< whether its folder is there and can be listed
  place,      ///< whether it lies on another disk than the root; of a folder of this machine only
  write,      ///< whether a file arrives
  read,       ///< whether it comes back the same, whole and in part
  overwrite,  ///< whether a push leaves alone what is there
  rename,     ///< of stores that have folders
  replace,    ///< whether this key may write over a file
  remove,     ///< whether this key may delete a file
  versions,   ///< whether what was deleted or written over is kept; of object stores only
  lock,       ///< whether what is shipped is locked; where `lock_days` is set
  clock,      ///< the store's beside ours
  hash,       ///< what it tells of a file's bytes
  space,
  traces,  ///< what the check has left there
};

/// "reach", as results have it.
const char* to_text(StoreCheckTopic topic);

enum class StoreCheckVerdict {
  ok,
  note,     ///< pushes work; a person should know of this all the same
  problem,  ///< pushes fail, or do less than is configured
};

/// One thing that was looked at. Texts are for a person, in UTF-8, and hold no credential.
struct StoreCheckFinding {
  StoreCheckTopic topic = StoreCheckTopic::rclone;
  StoreCheckVerdict verdict = StoreCheckVerdict::ok;
  std::string finding;  ///< what was found
  std::string meaning;  ///< what follows from it, or what to do; may be empty
};

/// What a store can do, with the key that is configured.
struct StoreCheckReport {
  std::string store;
  std::vector<StoreCheckFinding> findings;

  /// The worst of them.
  StoreCheckVerdict verdict() const;
};

}  // namespace mongokeep
