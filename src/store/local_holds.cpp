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
    holds_.asked_at_ = question_.now;
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
    const auto names = kept_in(store, question_.policy, local_, question_.arrivals, question_.now);
    const std::set<std::string> wanted(names.begin(), names.end());
    trouble_.clear();
    remote_.reset();
    for (const StoredBackup& backup : condemned_) {
      throw_if_stopped(stop_);
      if (!wanted.contains(backup.name) || holds_.reasons_.contains(backup.name)) continue;
      auto reason = what_is_missing(store, backup);
      if (reason && !is_overdue(waited_since(store, backup.name))) {
        holds_.reasons_.emplace(backup.name, *std::move(reason));
      }
    }
    if (!trouble_.empty()) {
      holds_.silent_.push_back(store.name);
    } else if (remote_) {
      holds_.answering_.push_back(store.name);
    }
    warn_of_overdue(store, names);
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
    // What has gone as a whole, a push sees by itself.
    if (had_arrived && there) holds_.changed_.push_back({store.name, backup.name, *passage});
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

  /// Since when the backup waits for the store in vain; nothing: it does not. While a store is silent it is that which
  /// counts: what fails by itself says nothing of the others.
  std::optional<Time> waited_since(const StoreSettings& store, const std::string& backup) const {
    if (!trouble_.empty()) return question_.arrivals.silent_since(store.name);
    const Arrivals::Passage* const passage = question_.arrivals.find(store.name, backup);
    if (passage == nullptr) return std::nullopt;
    return passage->failing_since ? passage->failing_since : passage->missing;
  }

  bool is_overdue(const std::optional<Time>& since) const {
    return since && question_.now - *since > std::chrono::hours(24) * question_.max_unshipped_days;
  }

  /// By what the record says, where there was nothing to ask about.
  void warn_of_overdue(const StoreSettings& store, const std::vector<std::string>& wanted) {
    const auto silent_since = question_.arrivals.silent_since(store.name);
    const bool answers = remote_ && trouble_.empty();
    if (!answers && is_overdue(silent_since)) {
      holds_.warnings_.push_back(fmt::format(
          "The store {} has not answered since {}, {} ago. Clean-up no longer waits for it (see max_unshipped_days): "
          "old backups go from the root although nobody can say whether they are in the store",
          store.name, day_text(*silent_since), days_since(*silent_since)));
      return;
    }
    if (trouble_.empty()) warn_of_unshipped(store, wanted);
  }

  void warn_of_unshipped(const StoreSettings& store, const std::vector<std::string>& wanted) {
    std::optional<Time> first;
    std::size_t count = 0;
    for (const std::string& name : wanted) {
      const Arrivals::Passage* const passage = question_.arrivals.find(store.name, name);
      if (passage == nullptr || passage->arrived || !is_overdue(passage->failing_since)) continue;
      first = std::min(first.value_or(*passage->failing_since), *passage->failing_since);
      ++count;
    }
    if (count == 0) return;
    holds_.warnings_.push_back(fmt::format(
        "The store {} lacks {} that could not be shipped since {}, {} ago. Clean-up no longer waits for it (see "
        "max_unshipped_days): old backups go from the root although they are not in the store",
        store.name, counted(count, "backup"), day_text(*first), days_since(*first)));
  }

  std::string days_since(Time time) const {
    const auto days = std::chrono::duration_cast<std::chrono::hours>(question_.now - time).count() / 24;
    return counted(static_cast<std::uint64_t>(days), "day");
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

void LocalHolds::note_in(Arrivals& arrivals) const {
  for (const Changed& one : changed_) {
    const Arrivals::Passage* const passage = arrivals.find(one.store, one.backup);
    if (passage != nullptr && *passage == one.passage) arrivals.of(one.store, one.backup).arrived.reset();
  }
  for (const std::string& store : silent_) arrivals.note_silence(store, asked_at_);
  for (const std::string& store : answering_) arrivals.note_answer(store, asked_at_);
}

std::optional<std::string> LocalHolds::reason_for(const StoredBackup& backup) const {
  if (const auto found = reasons_.find(backup.name); found != reasons_.end()) return found->second;
  if (!backup.manifest || asked_.contains(backup.name)) return std::nullopt;
  return "the stores were not asked about it: it has only just become old";
}

}  // namespace mongokeep::store
