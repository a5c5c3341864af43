#include "store/local_holds.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "archive/inspection.h"
#include "archive/listing.h"
#include "archive/local_folder.h"
#include "base/stop_wait.h"
#include "base/text/counted.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "store/guarantees.h"
#include "store/store_root.h"
#include "store/wanted.h"

namespace mongokeep::store {

using archive::StoredBackup;
using Time = std::chrono::system_clock::time_point;

/// Asks one store after the other.
class HoldSearch {
 public:
  HoldSearch(const LocalHolds::Question& question, const std::stop_token& stop) : question_(question), stop_(stop) {}

  LocalHolds run() {
    const archive::LocalFolder root(question_.root);
    local_ = archive::list_backups(root, archive::Look::brief);
    for (retention::Decision& decision : retention::decide(local_, question_.policy, question_.now)) {
      if (decision.verdict != retention::Verdict::remove || !decision.backup.manifest) continue;
      holds_.asked_.insert(decision.backup.name);
      condemned_.push_back(std::move(decision.backup));
    }
    for (const StoreSettings& store : question_.stores.settings()) {
      if (store.required) ask_store(store);
    }
    return std::move(holds_);
  }

 private:
  void ask_store(const StoreSettings& store) {
    const auto names = wanted_in(store, question_.policy, local_, question_.arrivals, question_.now);
    warn_of_overdue(store, names);
    const std::set<std::string> wanted(names.begin(), names.end());
    trouble_.clear();
    remote_.reset();
    for (const StoredBackup& backup : condemned_) {
      throw_if_stopped(stop_);
      if (!wanted.contains(backup.name) || holds_.reasons_.contains(backup.name)) continue;
      auto reason = what_is_missing(store, backup);
      if (reason && !is_overdue(failing_since(store, backup.name))) {
        holds_.reasons_.emplace(backup.name, *std::move(reason));
      }
    }
  }

  /// Nothing: the store has the backup as it is here.
  std::optional<std::string> what_is_missing(const StoreSettings& store, const StoredBackup& backup) {
    if (trouble_.empty()) {
      try {
        if (!remote_) open(store);
        return difference(store, backup);
      } catch (const Error& error) {
        if (error.kind() == ErrorKind::stopped) throw;
        trouble_ = error.cause();
      }
    }
    return fmt::format("{} cannot be asked whether it has it: {}", store.name, trouble_);
  }

  void open(const StoreSettings& store) {
    const auto remote = question_.stores.remote(store.name, stop_);
    auto root = std::make_unique<StoreRoot>(remote, stop_);
    if (!root->exists()) {
      check_presence(*root, remote->facts(stop_), store.name, question_.arrivals.has_any_in(store.name));
    }
    remote_ = std::move(root);
  }

  std::optional<std::string> difference(const StoreSettings& store, const StoredBackup& backup) {
    const auto there = archive::inspect(*remote_, backup.name, archive::Look::brief);
    if (there && there->state == BackupState::unreadable) {
      throw Error(ErrorKind::storage, "look into", there->path.string(), there->problem);
    }
    const bool is_whole = there && there->manifest;
    if (is_whole && has_same_manifest(backup.name)) return std::nullopt;
    const Arrivals::Passage* const passage = question_.arrivals.find(store.name, backup.name);
    const bool had_arrived = passage != nullptr && passage->arrived;
    if (had_arrived) question_.arrivals.of(store.name, backup.name).arrived.reset();
    if (is_whole) return fmt::format("{} has another backup of this name", store.name);
    if (there && there->state == BackupState::damaged) {
      return fmt::format("{} has it damaged: {}", store.name, there->problem);
    }
    if (had_arrived) return fmt::format("{} does not have it any more", store.name);
    if (passage != nullptr && passage->failing_since) {
      return fmt::format("{} does not have it: shipping it has failed since {}", store.name,
                         day_text(*passage->failing_since));
    }
    return fmt::format("{} does not have it yet", store.name);
  }

  bool has_same_manifest(const std::string& name) const {
    const archive::LocalFolder here(question_.root.open_child(name));
    return archive::manifest_text(*remote_->open_child(name)) == archive::manifest_text(here);
  }

  /// Of a store that does not answer: since when it takes nothing at all.
  std::optional<Time> failing_since(const StoreSettings& store, const std::string& backup) {
    if (trouble_.empty()) {
      const Arrivals::Passage* const passage = question_.arrivals.find(store.name, backup);
      return passage == nullptr ? std::nullopt : passage->failing_since;
    }
    std::optional<Time> since;
    for (const auto& [name, passage] : question_.arrivals.in(store.name)) {
      if (passage.failing_since) since = std::min(since.value_or(*passage.failing_since), *passage.failing_since);
    }
    return since;
  }

  bool is_overdue(const std::optional<Time>& since) const {
    return since && question_.now - *since > std::chrono::hours(24) * question_.max_unshipped_days;
  }

  void warn_of_overdue(const StoreSettings& store, const std::vector<std::string>& wanted) {
    std::optional<Time> first;
    std::size_t count = 0;
    for (const std::string& name : wanted) {
      const Arrivals::Passage* const passage = question_.arrivals.find(store.name, name);
      if (passage == nullptr || passage->arrived || !is_overdue(passage->failing_since)) continue;
      first = std::min(first.value_or(*passage->failing_since), *passage->failing_since);
      ++count;
    }
    if (count == 0) return;
    const auto days = std::chrono::duration_cast<std::chrono::hours>(question_.now - *first).count() / 24;
    holds_.warnings_.push_back(fmt::format(
        "The store {} lacks {} that could not be shipped since {}, {} ago. Clean-up no longer waits for it (see "
        "max_unshipped_days): old backups go from the root although they are not in the store",
        store.name, counted(count, "backup"), day_text(*first), counted(static_cast<std::uint64_t>(days), "day")));
  }

  static std::string day_text(Time time) { return utc_text(time).substr(0, 10); }

  const LocalHolds::Question& question_;
  const std::stop_token& stop_;
  LocalHolds holds_;
  std::vector<StoredBackup> local_;
  std::vector<StoredBackup> condemned_;
  std::unique_ptr<StoreRoot> remote_;  ///< of the store that is asked
  std::string trouble_;                ///< why that one cannot be asked; empty: it can
};

LocalHolds LocalHolds::ask(const Question& question, const std::stop_token& stop) {
  return HoldSearch(question, stop).run();
}

std::optional<std::string> LocalHolds::reason_for(const StoredBackup& backup) const {
  if (const auto found = reasons_.find(backup.name); found != reasons_.end()) return found->second;
  if (!backup.manifest || asked_.contains(backup.name)) return std::nullopt;
  return "the stores were not asked about it: it has only just become old";
}

}  // namespace mongokeep::store
