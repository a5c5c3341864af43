#include "mongokeep/store_service.h"

#include <algorithm>
#include <set>
#include <utility>

#include "archive/backup_order.h"
#include "archive/backup_search.h"
#include "archive/listing.h"
#include "archive/local_folder.h"
#include "archive/root.h"
#include "base/log.h"
#include "retention/policy.h"
#include "store/arrivals.h"
#include "store/pull.h"
#include "store/push.h"
#include "store/store_check.h"
#include "store/store_root.h"
#include "store/stores.h"
#include "store/wanted.h"

namespace mongokeep {

namespace {

using archive::StoredBackup;

/// Adds what a store has of backups.
void take_backups(const std::vector<StoredBackup>& backups, Clock::result_type now, StoreState& state) {
  for (const StoredBackup& backup : backups) {
    if (backup.state == BackupState::foreign) continue;
    state.stored_bytes += backup.stored_bytes;
    switch (backup.state) {
      case BackupState::complete:
        // They come with the oldest first.
        if (is_misdated(backup, now)) break;
        state.newest = backup.name;
        state.age = std::max(std::chrono::seconds(0),
                             std::chrono::ceil<std::chrono::seconds>(now - backup.manifest->finished_at));
        break;
      case BackupState::unfinished: ++state.arriving; continue;
      case BackupState::damaged:
      case BackupState::unreadable: ++state.damaged; continue;
      default: break;
    }
    ++state.backups;
  }
}

}  // namespace

StoreService::StoreService(StoreServiceSettings settings) : settings_(std::move(settings)) {
  store::check(settings_.stores);
  retention::check({settings_.days_to_keep, settings_.keep});
}

PushReport StoreService::push(const PushChoice& choice, const std::stop_token& stop) {
  Log log(log_handler_, clock_);
  store::Stores stores(choice.dry_run ? store::for_a_look(settings_.stores) : settings_.stores);
  return store::push({.root = settings_.root,
                      .stores = stores,
                      .backups = choice.backups,
                      .only = choice.stores,
                      .policy = {settings_.days_to_keep, settings_.keep},
                      .is_rehearsal = choice.dry_run,
                      .clock = clock_,
                      .log = log,
                      .observer = observer_},
                     stop);
}

bool StoreService::has_unshipped() const {
  Log log(log_handler_, clock_);
  store::Stores stores(settings_.stores);
  return store::has_unshipped({.root = settings_.root,
                               .stores = stores,
                               .backups = {},
                               .only = {},
                               .policy = {settings_.days_to_keep, settings_.keep},
                               .clock = clock_,
                               .log = log});
}

PullReport StoreService::pull(const std::string& backup, const std::stop_token& stop) {
  Log log(log_handler_, clock_);
  const archive::BackupPlace place =
      archive::find_backup(store::roots_of(settings_.root, settings_.stores, stop), backup, clock_(), log);
  if (!place.root) {
    throw Error(ErrorKind::usage, "bring back", backup, "it is not in a store",
                "Name one as `STORE:NAME`; `mongokeep stores` shows the stores");
  }
  return store::pull(
      {.root = settings_.root, .place = place, .file_mode = settings_.file_mode, .log = log, .observer = observer_},
      stop);
}

StoreCheckReport StoreService::check(const std::string& name, const std::stop_token& stop) {
  StoresSettings without_locks = store::for_a_look(settings_.stores);
  for (StoreSettings& store : without_locks.stores) store.lock_days = 0;
  const auto remote = store::Stores(std::move(without_locks)).remote(name, stop);
  const auto& all = settings_.stores.stores;
  const auto settings = std::find_if(all.begin(), all.end(), [&](const auto& store) { return store.name == name; });
  return store::check_store({.remote = remote, .settings = *settings, .root = settings_.root, .clock = clock_}, stop);
}

std::vector<StoreState> StoreService::states(const std::stop_token& stop) {
  store::Stores stores(store::for_a_look(settings_.stores));
  store::Arrivals arrivals;
  std::vector<StoredBackup> local;
  // After a fire there are only the stores.
  if (std::filesystem::exists(std::filesystem::symlink_status(settings_.root))) {
    const Directory root = archive::open_root(settings_.root);
    std::string trouble;
    arrivals = store::Arrivals::read(root, trouble);
    local = archive::list_backups(archive::LocalFolder(root), archive::Look::brief);
  }
  // Without a program that can be used, there is nothing to be said of any store.
  if (!settings_.stores.stores.empty()) static_cast<void>(stores.program(stop));
  std::vector<StoreState> states;
  for (const StoreSettings& settings : settings_.stores.stores) {
    StoreState state;
    state.store = settings.name;
    state.remote = settings.remote;
    state.is_required = settings.required;
    std::set<std::string> there;
    try {
      const auto remote = store::open_root(stores.remote(settings.name, stop), stop);
      const std::vector<StoredBackup> backups = archive::list_backups(*remote, archive::Look::brief);
      take_backups(backups, clock_(), state);
      for (const StoredBackup& backup : backups) {
        if (backup.manifest) there.insert(backup.name);
      }
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      state.error = error;
    }
    for (const std::string& name :
         store::wanted_in(settings, {settings_.days_to_keep, settings_.keep}, local, arrivals, clock_())) {
      const auto* const passage = arrivals.find(settings.name, name);
      const bool has_arrived = state.error ? passage != nullptr && passage->arrived : there.contains(name);
      if (has_arrived) continue;
      state.unshipped.push_back(name);
      if (passage == nullptr || !passage->failing_since) continue;
      state.failing_since = std::min(state.failing_since.value_or(*passage->failing_since), *passage->failing_since);
    }
    states.push_back(std::move(state));
  }
  return states;
}

}  // namespace mongokeep
