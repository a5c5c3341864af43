#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "base/log.h"
#include "mongokeep/progress.h"
#include "mongokeep/push_report.h"
#include "retention/policy.h"
#include "store/stores.h"

namespace mongokeep::store {

/// What is pushed where. All borrowed.
struct PushOrder {
  const std::filesystem::path& root;
  Stores& stores;
  std::vector<std::string> backups;  ///< names in the root; empty: all that the stores' own rules would keep
  std::vector<std::string> only;     ///< names of stores; empty: all
  retention::Policy policy;          ///< of stores without rules of their own
  bool is_rehearsal = false;
  const Clock& clock;
  Log& log;
  ProgressObserver* observer = nullptr;
};

/// Ships what is not there yet, the newest backup first, one after the other. A backup that cannot be shipped, and a
/// store that cannot be reached, stop none of the others. One push at a time works on a root.
/// Throws Error{locked} where another one does, Error{usage} for a name that is none, Error{configuration} where rclone
/// cannot be used, Error{storage} where the root cannot be read, Error{stopped}.
PushReport push(const PushOrder& order, const std::stop_token& stop);

/// Whether something would be shipped, as the root's record has it. Asks no store, and takes no lock.
bool has_unshipped(const PushOrder& order);

}  // namespace mongokeep::store
