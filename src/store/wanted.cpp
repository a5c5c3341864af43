#include "store/wanted.h"

#include <algorithm>
#include <utility>

#include "archive/backup_order.h"

namespace mongokeep::store {

namespace {

bool is_missing(const Arrivals& arrivals, const std::string& store, const std::string& backup) {
  const Arrivals::Passage* const passage = arrivals.find(store, backup);
  return passage != nullptr && passage->missing;
}

bool had_arrived(const Arrivals& arrivals, const std::string& store, const std::string& backup) {
  const Arrivals::Passage* const passage = arrivals.find(store, backup);
  return passage != nullptr && passage->arrived;
}

}  // namespace

retention::Policy policy_of(const StoreSettings& store, const retention::Policy& of_root) {
  if (!store.days_to_keep) return of_root;
  return {*store.days_to_keep, store.keep.value_or(KeepRules())};
}

std::vector<std::string> kept_in(const StoreSettings& store, const retention::Policy& of_root,
                                 const std::vector<archive::StoredBackup>& backups, const Arrivals& arrivals,
                                 std::chrono::system_clock::time_point now) {
  std::vector<std::string> kept;
  for (retention::Decision& decision : retention::decide(backups, policy_of(store, of_root), now)) {
    const bool is_a_backup = decision.backup.manifest || decision.backup.state == BackupState::damaged;
    if (decision.verdict == retention::Verdict::remove || !is_a_backup) continue;
    const Arrivals::Passage* const passage = arrivals.find(store.name, decision.backup.name);
    if (passage != nullptr && passage->removed) continue;
    kept.push_back(std::move(decision.backup.name));
  }
  return kept;
}

std::vector<std::string> wanted_in(const StoreSettings& store, const retention::Policy& of_root,
                                   const std::vector<archive::StoredBackup>& backups, const Arrivals& arrivals,
                                   std::chrono::system_clock::time_point now) {
  auto wanted = kept_in(store, of_root, backups, arrivals, now);
  std::erase_if(wanted, [&](const std::string& name) { return is_missing(arrivals, store.name, name); });
  return wanted;
}

std::vector<std::string> missing_in(const StoreSettings& store, const retention::Policy& of_root,
                                    const std::vector<archive::StoredBackup>& backups, const Arrivals& arrivals,
                                    std::chrono::system_clock::time_point now) {
  auto missing = kept_in(store, of_root, backups, arrivals, now);
  std::erase_if(missing, [&](const std::string& name) { return !is_missing(arrivals, store.name, name); });
  return missing;
}

void note_what_has_gone(const std::string& store, const std::vector<archive::StoredBackup>& backups,
                        const std::set<std::string>& there, Arrivals& arrivals,
                        std::chrono::system_clock::time_point now) {
  const archive::StoredBackup* newest = nullptr;
  for (const archive::StoredBackup& backup : backups) {
    const bool counts = backup.state == BackupState::complete && !archive::is_misdated(backup, now);
    if (!counts || !there.contains(backup.name) || !had_arrived(arrivals, store, backup.name)) continue;
    if (newest == nullptr || archive::is_newer(backup, *newest)) newest = &backup;
  }
  for (const archive::StoredBackup& backup : backups) {
    if (!had_arrived(arrivals, store, backup.name)) continue;
    Arrivals::Passage& passage = arrivals.of(store, backup.name);
    if (there.contains(backup.name)) {
      passage.missing.reset();
    } else if (newest == nullptr || archive::is_newer(backup, *newest)) {
      passage.missing.reset();
      passage.arrived.reset();
    } else if (!passage.missing) {
      passage.missing = now;
    }
  }
}

}  // namespace mongokeep::store
