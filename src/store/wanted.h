#pragma once

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "archive/stored_backup.h"
#include "mongokeep/stores.h"
#include "retention/policy.h"
#include "store/arrivals.h"

namespace mongokeep::store {

/// The rules by which a store keeps backups: its own, or the given ones.
retention::Policy policy_of(const StoreSettings& store, const retention::Policy& of_root);

/// The names of those of a root's backups that a store would keep, damaged ones too, in their order: by its rules, but
/// for what they have removed from there already. A store reaches further back than the root, so that a backup which is
/// the oldest here, and is kept as that, may be one of many there.
std::vector<std::string> kept_in(const StoreSettings& store, const retention::Policy& of_root,
                                 const std::vector<archive::StoredBackup>& backups, const Arrivals& arrivals,
                                 std::chrono::system_clock::time_point now);

/// Of those, the ones that are to be shipped by themselves. One that had arrived and is missing now is not: another
/// machine may clean the store, by rules of its own, and would remove it again.
std::vector<std::string> wanted_in(const StoreSettings& store, const retention::Policy& of_root,
                                   const std::vector<archive::StoredBackup>& backups, const Arrivals& arrivals,
                                   std::chrono::system_clock::time_point now);

/// The others.
std::vector<std::string> missing_in(const StoreSettings& store, const retention::Policy& of_root,
                                    const std::vector<archive::StoredBackup>& backups, const Arrivals& arrivals,
                                    std::chrono::system_clock::time_point now);

/// Notes which backups had arrived in a store and are not among what is `there` now. Those that a clean-up may have
/// removed are missing. No clean-up removes the newest complete one: where that has gone, the store has lost it and
/// whatever else has gone, and it has not arrived any more.
void note_what_has_gone(const std::string& store, const std::vector<archive::StoredBackup>& backups,
                        const std::set<std::string>& there, Arrivals& arrivals,
                        std::chrono::system_clock::time_point now);

}  // namespace mongokeep::store
