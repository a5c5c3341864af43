#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "archive/stored_backup.h"
#include "mongokeep/stores.h"
#include "retention/policy.h"
#include "store/arrivals.h"

namespace mongokeep::store {

/// The rules by which a store keeps backups: its own, or the given ones.
retention::Policy policy_of(const StoreSettings& store, const retention::Policy& of_root);

/// The names of those of a root's backups that belong into the store, in their order: what its rules would keep, but
/// for what they have removed from there already. A store reaches further back than the root, so that a backup which is
/// the oldest here, and is kept as that, may be one of many there.
std::vector<std::string> wanted_in(const StoreSettings& store, const retention::Policy& of_root,
                                   const std::vector<archive::StoredBackup>& backups, const Arrivals& arrivals,
                                   std::chrono::system_clock::time_point now);

}  // namespace mongokeep::store
