#include "retention/cleanup.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "archive/leftovers.h"
#include "archive/listing.h"
#include "archive/local_folder.h"
#include "archive/removal.h"
#include "archive/root.h"
#include "base/stop_wait.h"
#include "mongokeep/error.h"

namespace mongokeep::retention {

namespace {

std::vector<Decision> decide_and_hold(std::vector<archive::StoredBackup> backups, const Policy& policy,
                                      std::chrono::system_clock::time_point now, const Held& held) {
  std::vector<Decision> decisions = decide(std::move(backups), policy, now);
  if (!held) return decisions;
  for (Decision& decision : decisions) {
    if (decision.verdict != Verdict::remove) continue;
    if (auto reason = held(decision.backup)) {
      decision.verdict = Verdict::hold;
      decision.reason = *std::move(reason);
    }
  }
  return decisions;
}

/// One clean-up of a root that is locked.
class Cleanup {
 public:
  Cleanup(const CleanupContext& context, const archive::LockedRoot& root) : context_(context), root_(root) {}

  CleanupReport run() {
    report_.started_at = context_.clock();
    context_.log.info("cleanupOldBackups: Cleanup started",
                      {{"root", root_.directory().path().string()},
                       {"daysToKeep", static_cast<std::int64_t>(context_.policy.days_to_keep)}});
    for (archive::StubbornLeftover& leftover : archive::remove_leftovers(root_, context_.log)) {
      report_.failures.push_back({std::move(leftover.path), leftover.error.what()});
    }
    std::vector<archive::StoredBackup> backups =
        archive::list_backups(archive::LocalFolder(root_.directory()), archive::Look::brief);
    for (const Decision& decision :
         decide_and_hold(std::move(backups), context_.policy, report_.started_at, context_.held)) {
      carry_out(decision);
    }
    report_.finished_at = context_.clock();
    context_.log.of_what_is_done([&] { log_completion(); });
    return std::move(report_);
  }

 private:
  void carry_out(const Decision& decision) {
    if (decision.verdict == Verdict::remove) {
      throw_if_stopped(context_.stop);
      remove_one(decision);
      return;
    }
    if (decision.verdict == Verdict::spare) {
      context_.log.warning("cleanupOldBackups: Kept a backup that contains a foreign file",
                           {{"path", decision.backup.path.string()}, {"stranger", decision.backup.stranger}});
    }
    if (decision.verdict == Verdict::hold) {
      context_.log.warning("cleanupOldBackups: Kept a backup that would have gone",
                           {{"path", decision.backup.path.string()}, {"reason", decision.reason}});
      report_.held.push_back({decision.backup.path, decision.reason});
    }
    if (decision.backup.state == BackupState::unreadable) tell_unreadable(decision.backup);
    if (is_ours(decision.backup)) ++report_.kept;
  }

  /// Its age may be that of one to be removed, and its contents of one that rules count.
  void tell_unreadable(const archive::StoredBackup& backup) {
    context_.log.warning("cleanupOldBackups: Kept a backup that cannot be read",
                         {{"path", backup.path.string()}, {"error", backup.problem}});
    report_.failures.push_back({backup.path, "cannot be read, and was kept: " + backup.problem});
  }

  void remove_one(const Decision& decision) {
    const archive::StoredBackup& backup = decision.backup;
    try {
      if (archive::remove_backup(root_.directory(), backup.name) == archive::Removal::in_use) {
        context_.log.info("cleanupOldBackups: Kept a backup that is being read", {{"path", backup.path.string()}});
        ++report_.kept;
        return;
      }
    } catch (const Error& error) {
      context_.log.error("cleanupOldBackups: Failed to remove backup",
                         {{"path", backup.path.string()}, {"error", error.what()}});
      report_.failures.push_back({backup.path, error.what()});
      return;
    }
    context_.log.info("cleanupOldBackups: Removed backup",
                      {{"path", backup.path.string()},
                       {"ageSeconds", static_cast<std::int64_t>(decision.age.count())},
                       {"reason", decision.reason}});
    report_.removed.push_back({backup.path, decision.age});
  }

  void log_completion() {
    std::vector<LogField> fields = {{"deletedCount", static_cast<std::int64_t>(report_.removed.size())},
                                    {"failedCount", static_cast<std::int64_t>(report_.failures.size())},
                                    {"keptCount", static_cast<std::int64_t>(report_.kept)}};
    if (report_.failures.empty()) {
      context_.log.info("cleanupOldBackups: Cleanup completed", std::move(fields));
    } else {
      context_.log.warning("cleanupOldBackups: Cleanup completed", std::move(fields));
    }
  }

  const CleanupContext& context_;
  const archive::LockedRoot& root_;
  CleanupReport report_;
};

}  // namespace

CleanupReport clean_up(const CleanupContext& context) {
  check(context.policy);
  throw_if_stopped(context.stop);
  const archive::LockedRoot root = archive::LockedRoot::open_existing(context.root);
  return Cleanup(context, root).run();
}

std::vector<Decision> plan_cleanup(const std::filesystem::path& root, const Policy& policy,
                                   std::chrono::system_clock::time_point now, const Held& held) {
  return decide_and_hold(archive::list_backups(root, archive::Look::brief), policy, now, held);
}

}  // namespace mongokeep::retention

namespace mongokeep {

bool CleanupReport::is_whole() const {
  return failures.empty() && std::none_of(stores.begin(), stores.end(), [](const StoreCleanup& store) {
           return store.is_required && store.has_failed();
         });
}

}  // namespace mongokeep
