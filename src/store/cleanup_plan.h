#pragma once

#include <chrono>
#include <memory>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "retention/policy.h"
#include "store/arrivals.h"
#include "store/remote.h"

namespace mongokeep::store {

/// A store that is to be cleaned, and what is known of its backups here. All borrowed.
struct StoreToClean {
  const std::shared_ptr<const Remote>& remote;
  const retention::Policy& policy;
  const Arrivals& arrivals;
  const std::set<std::string>& in_root;  ///< the names in the root
  std::chrono::system_clock::time_point now;
};

/// What is to become of one entry of a store.
struct StoreStep {
  retention::Decision decision;
  /// How it would be removed.
  enum class Way {
    by_manifest,
    by_note,   ///< its removal was begun, and its manifest has gone
    arriving,  ///< a push of ours was at it, and has nothing to go on with
  };
  Way way = Way::by_manifest;
  bool is_unknown = false;  ///< a folder without a manifest of which nobody here knows
};

struct StorePlan {
  std::vector<StoreStep> steps;         ///< the oldest first
  std::vector<std::string> idle_notes;  ///< backups with a note of a removal that had not begun
  std::set<std::string> names;          ///< all that lie in the store
};

/// Decides about every entry of a store, by the store's rules and what it has, and changes nothing. Beside what the
/// policy keeps there stays what cannot be removed for now, with the reason: verdict `hold`.
/// Throws Error{storage}, Error{stopped}.
StorePlan plan_store(const StoreToClean& store, const std::stop_token& stop);

}  // namespace mongokeep::store
