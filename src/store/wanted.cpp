#include "store/wanted.h"

#include <utility>

namespace mongokeep::store {

retention::Policy policy_of(const StoreSettings& store, const retention::Policy& of_root) {
  if (!store.days_to_keep) return of_root;
  return {*store.days_to_keep, store.keep.value_or(KeepRules())};
}

std::vector<std::string> wanted_in(const StoreSettings& store, const retention::Policy& of_root,
                                   const std::vector<archive::StoredBackup>& backups, const Arrivals& arrivals,
                                   std::chrono::system_clock::time_point now) {
  std::vector<std::string> wanted;
  for (retention::Decision& decision : retention::decide(backups, policy_of(store, of_root), now)) {
    if (decision.verdict == retention::Verdict::remove || !decision.backup.manifest) continue;
    const Arrivals::Passage* const passage = arrivals.find(store.name, decision.backup.name);
    if (passage != nullptr && passage->removed) continue;
    wanted.push_back(std::move(decision.backup.name));
  }
  return wanted;
}

}  // namespace mongokeep::store
