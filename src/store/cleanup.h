#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "base/log.h"
#include "mongokeep/clock.h"
#include "mongokeep/retention.h"
#include "mongokeep/stores.h"
#include "retention/policy.h"

namespace mongokeep::store {

/// A root and its stores, which are to be cleaned. All borrowed.
struct CleanupOrder {
  const std::filesystem::path& root;
  const retention::Policy& policy;  ///< of the root, and of stores without rules of their own
  const StoresSettings& stores;
  const std::vector<std::string>& only;  ///< names of stores; empty: the root and all of them
  const Clock& clock;
  Log& log;
};

/// Cleans the root as retention::clean_up() does, and keeps what a required store lacks (local_holds.h); then each
/// store by its own rules. A store that cannot be cleaned stops none of the others, and is in the report. Stores alone
/// are cleaned without a root, too. Throws as retention::clean_up() does; Error{usage} for a name that is no store's,
/// Error{configuration}; with `only` Error{locked} while a push is at work.
CleanupReport clean_up(const CleanupOrder& order, const std::stop_token& stop);

/// What is to become of one entry of the root or of a store.
struct PlannedDecision {
  std::string store;  ///< empty: of the root
  retention::Decision decision;
};

/// What clean_up() would decide, without a lock, and without any change. Of a store that cannot be looked at there is
/// one entry, which is unreadable.
std::vector<PlannedDecision> plan_cleanup(const CleanupOrder& order, const std::stop_token& stop);

}  // namespace mongokeep::store
