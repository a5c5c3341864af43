#include "store/cleanup.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "archive/root.h"
#include "base/error_fields.h"
#include "base/files/unique_fd.h"
#include "base/stop_wait.h"
#include "mongokeep/error.h"
#include "retention/cleanup.h"
#include "store/arrivals_writer.h"
#include "store/local_holds.h"
#include "store/local_links.h"
#include "store/store_cleanup.h"
#include "store/stores_lock.h"
#include "store/wanted.h"

namespace mongokeep::store {

namespace {

/// A root and its stores. Where there is no root, nothing is known of the stores' backups here.
class RootAndStores {
 public:
  RootAndStores(const CleanupOrder& order, const std::stop_token& stop)
      : order_(order), stop_(stop), stores_(order.stores), now_(order.clock()) {
    // Says what there is in place of a store that is none.
    for (const std::string& name : order_.only) static_cast<void>(stores_.remote(name, stop_));
    std::error_code ignored;
    if (!order_.only.empty() && !std::filesystem::exists(order_.root, ignored)) return;
    root_.emplace(archive::open_root(order_.root));
    look();
  }

  CleanupReport clean_up() {
    CleanupReport report;
    report.started_at = now_;
    if (order_.only.empty()) report = clean_root();
    for (const StoreSettings& store : order_.stores.stores) {
      if (!is_meant(store, order_.only)) continue;
      try {
        lock();
      } catch (const Error& error) {
        if (!order_.only.empty() && report.stores.empty()) throw;
        report.stores.push_back(failed(store, error));
        continue;
      }
      report.stores.push_back(clean(store));
      lock_ = UniqueFd();
    }
    report.finished_at = order_.clock();
    return report;
  }

  std::vector<PlannedDecision> plan() {
    std::vector<PlannedDecision> planned;
    if (order_.only.empty()) {
      const LocalHolds holds = ask();
      for (retention::Decision& decision : retention::plan_cleanup(order_.root, order_.policy, now_, held_by(holds))) {
        planned.push_back({{}, std::move(decision)});
      }
    }
    for (const StoreSettings& store : order_.stores.stores) {
      if (is_meant(store, order_.only)) plan_of(store, planned);
    }
    return planned;
  }

 private:
  bool is_named(const StoreSettings& store) const { return !order_.only.empty() && is_meant(store, order_.only); }

  void look() {
    std::string trouble;
    arrivals_ = Arrivals::read(*root_, trouble);
    writer_.start_from(arrivals_);
    if (!trouble.empty() && !std::exchange(is_trouble_told_, true)) {
      order_.log.warning("The record of what has arrived in the stores cannot be read",
                         {{"path", (root_->path() / Arrivals::file_name).string()}, {"error", trouble}});
    }
    const std::vector<std::string> names = root_->names();
    in_root_ = {names.begin(), names.end()};
  }

  /// Only while a store is being cleaned, since a push waits for it. What was known before may have changed by a push
  /// that has ended since. Throws Error{locked} while one is at work.
  void lock() {
    if (!root_) return;
    UniqueFd lock = lock_stores(*root_);
    look();
    lock_ = std::move(lock);
  }

  LocalHolds ask() {
    return LocalHolds::ask({.root = *root_,
                            .policy = order_.policy,
                            .stores = stores_,
                            .max_unshipped_days = order_.stores.max_unshipped_days,
                            .arrivals = arrivals_,
                            .now = now_},
                           stop_);
  }

  static retention::Held held_by(const LocalHolds& holds) {
    return [&holds](const archive::StoredBackup& backup) { return holds.reason_for(backup); };
  }

  CleanupReport clean_root() {
    retention::check(order_.policy);
    const LocalHolds holds = ask();
    for (const std::string& warning : holds.warnings()) {
      order_.log.warning("cleanupOldBackups: No longer waiting for a store", {{"reason", warning}});
    }
    note(holds);
    CleanupReport report =
        retention::clean_up({order_.root, order_.policy, order_.clock, order_.log, stop_, held_by(holds)});
    report.warnings = holds.warnings();
    return report;
  }

  /// While a push is at work it is that one which finds out, and writes.
  void note(const LocalHolds& holds) {
    try {
      lock();
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::locked) return;
      order_.log.warning("The record of what has arrived in the stores cannot be written", error_fields(error));
      return;
    }
    holds.note_in(arrivals_);
    remember();
    lock_ = UniqueFd();
  }

  /// The store's rules would go for the root's own backups where one lies in the other.
  std::shared_ptr<const Remote> reach(const StoreSettings& store) {
    auto remote = stores_.remote(store.name, stop_);
    if (!root_) return remote;
    const RemoteFacts facts = remote->facts(stop_);
    if (!facts.path.empty()) refuse_own_root(facts.path, root_->path(), store.name);
    return remote;
  }

  StoreCleanup clean(const StoreSettings& store) {
    try {
      const auto remote = reach(store);
      const retention::Policy policy = policy_of(store, order_.policy);
      StoreCleanup report =
          clean_store({.remote = remote, .policy = policy, .arrivals = arrivals_, .in_root = in_root_, .now = now_},
                      arrivals_, order_.log, stop_);
      if (!report.error) arrivals_.note_answer(store.name, now_);
      remember();
      report.is_required = store.required || is_named(store);
      if (report.error) tell(store, *report.error);
      return report;
    } catch (const Error& error) {
      remember();
      if (error.kind() == ErrorKind::stopped) throw;
      return failed(store, error);
    }
  }

  StoreCleanup failed(const StoreSettings& store, const Error& error) {
    tell(store, error);
    StoreCleanup report;
    report.store = store.name;
    report.is_required = store.required || is_named(store);
    report.error = error;
    return report;
  }

  void tell(const StoreSettings& store, const Error& error) {
    std::vector<LogField> fields = {{"store", store.name}};
    for (LogField& field : error_fields(error)) fields.push_back(std::move(field));
    if (error.kind() == ErrorKind::locked) {
      order_.log.info("cleanupOldBackups: Left the store to a push", std::move(fields));
    } else {
      order_.log.error("cleanupOldBackups: Cannot clean the store", std::move(fields));
    }
  }

  void remember() {
    if (root_) writer_.remember(*root_, arrivals_, order_.log);
  }

  void plan_of(const StoreSettings& store, std::vector<PlannedDecision>& planned) {
    try {
      const auto remote = reach(store);
      const retention::Policy policy = policy_of(store, order_.policy);
      StorePlan plan = plan_store(
          {.remote = remote, .policy = policy, .arrivals = arrivals_, .in_root = in_root_, .now = now_}, stop_);
      for (StoreStep& step : plan.steps) planned.push_back({store.name, std::move(step.decision)});
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      tell(store, error);
      retention::Decision decision{.backup = {}, .age = {}, .verdict = retention::Verdict::keep, .reason = {}};
      decision.backup.path = decision.backup.name = store.name + ":";
      decision.backup.state = BackupState::unreadable;
      decision.backup.problem = error.cause();
      decision.reason = "cannot be read: " + error.cause();
      planned.push_back({store.name, std::move(decision)});
    }
  }

  const CleanupOrder& order_;
  const std::stop_token& stop_;
  Stores stores_;
  std::chrono::system_clock::time_point now_;
  std::optional<Directory> root_;
  UniqueFd lock_;
  Arrivals arrivals_;
  ArrivalsWriter writer_;
  std::set<std::string> in_root_;
  bool is_trouble_told_ = false;
};

bool is_without_stores(const CleanupOrder& order) {
  return order.stores.stores.empty() && order.only.empty();
}

}  // namespace

CleanupReport clean_up(const CleanupOrder& order, const std::stop_token& stop) {
  if (is_without_stores(order)) {
    return retention::clean_up({order.root, order.policy, order.clock, order.log, stop});
  }
  throw_if_stopped(stop);
  return RootAndStores(order, stop).clean_up();
}

std::vector<PlannedDecision> plan_cleanup(const CleanupOrder& order, const std::stop_token& stop) {
  std::vector<PlannedDecision> planned;
  if (!is_without_stores(order)) return RootAndStores(order, stop).plan();
  for (retention::Decision& decision : retention::plan_cleanup(order.root, order.policy, order.clock())) {
    planned.push_back({{}, std::move(decision)});
  }
  return planned;
}

}  // namespace mongokeep::store
