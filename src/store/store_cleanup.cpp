#include "store/store_cleanup.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/stop_wait.h"
#include "mongokeep/error.h"
#include "store/local_links.h"
#include "store/remedy.h"
#include "store/removal.h"

namespace mongokeep::store {

namespace {

/// Removals that fail one after the other: then it is the store that fails.
constexpr int most_failures_in_a_row = 3;

class CleanupOfStore {
 public:
  CleanupOfStore(const StoreToClean& store, Arrivals& arrivals, Log& log, const std::stop_token& stop)
      : store_(store), arrivals_(arrivals), log_(log), stop_(stop) {
    report_.store = remote().name();
    report_.is_required = remote().settings().required;
  }

  StoreCleanup run() {
    try {
      clean();
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      report_.error = error;
    }
    return std::move(report_);
  }

 private:
  void clean() {
    const StorePlan plan = plan_store(store_, stop_);
    for (const std::string& backup : plan.idle_notes) drop_note(backup);
    for (const StoreStep& step : plan.steps) carry_out(step);
    forget_what_is_nowhere(plan);
  }

  const Remote& remote() const { return *store_.remote; }

  void carry_out(const StoreStep& step) {
    const retention::Decision& decision = step.decision;
    if (decision.verdict == retention::Verdict::remove && refusal_.empty()) {
      throw_if_stopped(stop_);
      return remove_now(step);
    }
    if (decision.verdict == retention::Verdict::remove) return hold(decision, refusal_);
    if (decision.verdict == retention::Verdict::hold) return hold(decision, decision.reason);
    if (decision.verdict == retention::Verdict::spare) spare(decision, decision.backup.stranger);
    if (step.is_unknown) tell_unknown(decision.backup);
    if (decision.backup.state == BackupState::unreadable) {
      fail(decision.backup.path, "cannot be read, and was kept: " + decision.backup.problem);
    }
    if (archive::is_ours(decision.backup)) ++report_.kept;
  }

  void remove_now(const StoreStep& step) {
    const retention::Decision& decision = step.decision;
    try {
      const std::string stranger = remove_by(step);
      failures_in_a_row_ = 0;
      if (stranger.empty()) return note_removal(decision);
      spare(decision, stranger);
      if (archive::is_ours(decision.backup)) ++report_.kept;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      if (is_refusal(error.cause())) return hold(decision, refused(error));
      fail(decision.backup.path, error.what());
      if (error.kind() == ErrorKind::storage && ++failures_in_a_row_ == most_failures_in_a_row) throw;
    }
  }

  /// What was in the way; empty: it is gone.
  std::string remove_by(const StoreStep& step) {
    const std::string& name = step.decision.backup.name;
    if (!facts_) facts_ = remote().facts(stop_);
    if (!facts_->path.empty()) refuse_links(facts_->path, name);
    switch (step.way) {
      case StoreStep::Way::by_manifest: return remove_backup(store_.remote, name, stop_);
      case StoreStep::Way::arriving: return remove_arriving(remote(), name, store_.arrivals.known_root_id(), stop_);
      case StoreStep::Way::by_note: finish_removal(remote(), note_about(name), stop_); break;
    }
    return {};
  }

  RemovalNote note_about(const std::string& backup) const {
    const std::string file = RemovalNote::file_name_for(backup);
    const std::string text = remote().read(file, 0, RemovalNote::longest, stop_);
    try {
      return RemovalNote::parse(text, backup);
    } catch (const Error& error) {
      throw Error(ErrorKind::invalid_data, "finish the removal by", remote().shown(file).string(), error.cause(),
                  "Look at what lies there, and remove the note and the folder by hand");
    }
  }

  /// The backup is still there, whole: it is judged anew.
  void drop_note(const std::string& backup) {
    if (remote().settings().append_only || !refusal_.empty()) return;
    try {
      remove_note(remote(), backup, stop_);
    } catch (const Error& error) {
      if (!is_refusal(error.cause())) throw;
      refused(error);
    }
  }

  /// All else that would go is not tried any more: each attempt costs the store's answer, and leaves a note.
  const std::string& refused(const Error& error) {
    refusal_ = "the store does not let it go: " + error.cause();
    return refusal_;
  }

  void note_removal(const retention::Decision& decision) {
    const std::string& name = decision.backup.name;
    if (store_.in_root.contains(name)) {
      Arrivals::Passage& passage = arrivals_.of(remote().name(), name);
      passage.arrived.reset();
      passage.failing_since.reset();
      passage.removed = store_.now;
    } else {
      arrivals_.forget(remote().name(), name);
    }
    log_.info("cleanupOldBackups: Removed backup", {{"path", decision.backup.path.string()},
                                                    {"ageSeconds", static_cast<std::int64_t>(decision.age.count())},
                                                    {"reason", decision.reason}});
    report_.removed.push_back({decision.backup.path, decision.age});
  }

  void hold(const retention::Decision& decision, const std::string& reason) {
    log_.info("cleanupOldBackups: Kept a backup that would have gone",
              {{"path", decision.backup.path.string()}, {"reason", reason}});
    report_.held.push_back({decision.backup.path, reason});
    if (archive::is_ours(decision.backup)) ++report_.kept;
  }

  void spare(const retention::Decision& decision, const std::string& stranger) {
    log_.warning("cleanupOldBackups: Kept a backup that contains a foreign file",
                 {{"path", decision.backup.path.string()}, {"stranger", stranger}});
  }

  void tell_unknown(const archive::StoredBackup& backup) {
    constexpr const char* reason = "it has no manifest, and no push of this root was at it";
    log_.warning("cleanupOldBackups: Left a folder alone", {{"path", backup.path.string()}, {"reason", reason}});
    report_.held.push_back({backup.path, reason});
  }

  void fail(const std::filesystem::path& path, const std::string& error) {
    log_.error("cleanupOldBackups: Failed to remove backup", {{"path", path.string()}, {"error", error}});
    report_.failures.push_back({path, error});
  }

  void forget_what_is_nowhere(const StorePlan& plan) {
    std::vector<std::string> gone;
    for (const auto& [backup, passage] : arrivals_.in(remote().name())) {
      if (!store_.in_root.contains(backup) && !plan.names.contains(backup)) gone.push_back(backup);
    }
    for (const std::string& backup : gone) arrivals_.forget(remote().name(), backup);
  }

  const StoreToClean& store_;
  Arrivals& arrivals_;
  Log& log_;
  const std::stop_token& stop_;
  StoreCleanup report_;
  std::string refusal_;  ///< empty: the store has refused nothing so far
  int failures_in_a_row_ = 0;
  std::optional<RemoteFacts> facts_;  ///< known from the first removal on
};

}  // namespace

StoreCleanup clean_store(const StoreToClean& store, Arrivals& arrivals, Log& log, const std::stop_token& stop) {
  return CleanupOfStore(store, arrivals, log, stop).run();
}

}  // namespace mongokeep::store
