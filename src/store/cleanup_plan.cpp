#include "store/cleanup_plan.h"

#include <sys/stat.h>

#include <optional>
#include <utility>

#include "archive/dated_name.h"
#include "archive/listing.h"
#include "base/stop_wait.h"
#include "base/text/time_text.h"
#include "store/guarantees.h"
#include "store/removal_note.h"
#include "store/store_root.h"

namespace mongokeep::store {

namespace {

using archive::StoredBackup;

constexpr const char* was_interrupted = "its removal was interrupted";

class StorePlanner {
 public:
  StorePlanner(const StoreToClean& store, const std::stop_token& stop) : store_(store), stop_(stop) {}

  StorePlan plan() {
    const StoreRoot root(store_.remote, stop_);
    const std::string& store = store_.remote->name();
    if (!root.exists()) check_presence(root, store_.remote->facts(stop_), store, store_.arrivals.has_any_in(store));
    for (const std::string& name : root.names()) note_name(root, name);
    std::vector<StoredBackup> backups = archive::list_backups(root, archive::Look::brief);
    throw_if_stopped(stop_);
    for (retention::Decision& decision : retention::decide(std::move(backups), store_.policy, store_.now)) {
      plan_.steps.push_back(step_for(std::move(decision)));
    }
    // Of a store of objects that is all there is, once the last file has gone.
    for (const std::string& name : notes_) {
      if (!plan_.names.contains(name)) plan_.steps.push_back(last_step_for(name));
    }
    return std::move(plan_);
  }

 private:
  void note_name(const StoreRoot& root, const std::string& name) {
    plan_.names.insert(name);
    const auto backup = RemovalNote::backup_of(name);
    const auto facts = root.facts(name);
    if (backup && facts && S_ISREG(facts->st_mode)) notes_.insert(*backup);
  }

  StoreStep step_for(retention::Decision decision) {
    const std::string name = decision.backup.name;
    // A store knows no times of its own.
    if (!head_of(decision.backup)) decision.age = {};
    StoreStep step;
    step.decision = std::move(decision);
    if (step.decision.backup.state == BackupState::unfinished && archive::DatedName::parse(name)) {
      judge_arriving(step);
    } else if (notes_.contains(name) && archive::is_ours(step.decision.backup) &&
               step.decision.backup.state != BackupState::unreadable) {
      plan_.idle_notes.push_back(name);
    }
    if (step.decision.verdict == retention::Verdict::remove) hold_if_necessary(step);
    return step;
  }

  void judge_arriving(StoreStep& step) const {
    const std::string& name = step.decision.backup.name;
    const Arrivals::Passage* const passage = store_.arrivals.find(store_.remote->name(), name);
    const bool was_begun = passage != nullptr && !passage->manifest.empty();
    if (notes_.contains(name)) {
      step.decision.verdict = retention::Verdict::remove;
      step.decision.reason = was_interrupted;
      step.way = StoreStep::Way::by_note;
    } else if (was_begun && !passage->arrived && !store_.in_root.contains(name)) {
      step.decision.verdict = retention::Verdict::remove;
      step.decision.reason = "left by a push that was interrupted, and the backup is no longer in the root";
      step.way = StoreStep::Way::arriving;
    } else {
      step.is_unknown = !was_begun;
    }
  }

  StoreStep last_step_for(const std::string& name) const {
    StoreStep step;
    step.way = StoreStep::Way::by_note;
    step.decision.backup.path = store_.remote->shown(name);
    step.decision.backup.name = name;
    step.decision.backup.state = BackupState::unfinished;
    step.decision.backup.problem = was_interrupted;
    step.decision.verdict = retention::Verdict::remove;
    step.decision.reason = was_interrupted;
    if (store_.remote->settings().append_only) hold(step, "the store is append-only");
    return step;
  }

  void hold_if_necessary(StoreStep& step) const {
    const StoreSettings& settings = store_.remote->settings();
    const auto head = head_of(step.decision.backup);
    if (settings.append_only) return hold(step, "the store is append-only");
    if (step.way != StoreStep::Way::by_manifest) return;
    if (!head) return hold(step, "its manifest cannot be read, so that nothing says which files are the backup's");
    if (settings.lock_days == 0) return;
    const Arrivals::Passage* const passage = store_.arrivals.find(settings.name, step.decision.backup.name);
    // Where nobody here knows when it arrived: that was not before it was finished.
    const auto since = passage != nullptr && passage->arrived ? *passage->arrived : head->finished_at;
    const auto until = since + std::chrono::hours(24) * settings.lock_days;
    if (until > store_.now) hold(step, "locked until " + utc_text(until).substr(0, 10));
  }

  static void hold(StoreStep& step, std::string reason) {
    step.decision.verdict = retention::Verdict::hold;
    step.decision.reason = std::move(reason);
  }

  const StoreToClean& store_;
  const std::stop_token& stop_;
  std::set<std::string> notes_;
  StorePlan plan_;
};

}  // namespace

StorePlan plan_store(const StoreToClean& store, const std::stop_token& stop) {
  return StorePlanner(store, stop).plan();
}

}  // namespace mongokeep::store
