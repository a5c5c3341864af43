#include "mongokeep/backup_root.h"

#include <utility>

#include "archive/backup_search.h"
#include "archive/inspection.h"
#include "archive/listing.h"
#include "archive/local_folder.h"
#include "archive/open_backup.h"
#include "archive/root.h"
#include "base/log.h"
#include "keys/key_files.h"
#include "rewrap/rewrap.h"
#include "root/backup_entry.h"
#include "root/collection_text.h"
#include "root/health.h"
#include "store/cleanup.h"
#include "store/stores.h"

namespace mongokeep {

namespace {

archive::BackupRoots roots_of(const RootSettings& settings, std::stop_token stop = {}) {
  return store::roots_of(settings.root, settings.stores, std::move(stop));
}

/// For what is done while somebody waits for the answer.
RootSettings for_a_look(RootSettings settings) {
  settings.stores = store::for_a_look(std::move(settings.stores));
  return settings;
}

/// The store's, or the one on this machine; to be looked at.
std::shared_ptr<const archive::ReadableFolder> chosen_root(const RootSettings& settings) {
  if (!settings.store.empty()) return roots_of(for_a_look(settings)).open_store(settings.store);
  return std::make_shared<archive::LocalFolder>(archive::open_root(settings.root));
}

std::string usual_mark(const RootSettings& settings) {
  return archive::mark_of_selection(settings.usual_selection);
}

/// What finds the backup that is meant.
struct Finding {
  const RootSettings& settings;
  const LogHandler& log_handler;
  const Clock& clock;

  archive::BackupPlace operator()(const std::string& backup, std::stop_token stop = {}) const {
    Log log(log_handler, clock);
    return archive::find_backup(roots_of(settings, std::move(stop)), backup, clock(), log, usual_mark(settings));
  }
};

}  // namespace

BackupRoot::BackupRoot(RootSettings settings) : settings_(std::move(settings)) {}

std::vector<BackupEntry> BackupRoot::list() const {
  std::vector<BackupEntry> entries;
  for (const archive::StoredBackup& backup : archive::list_backups(*chosen_root(settings_), archive::Look::brief)) {
    entries.push_back(root::entry_of(backup));
  }
  return entries;
}

std::filesystem::path BackupRoot::root_of(const std::string& backup) const {
  return archive::root_of(settings_.root, backup);
}

std::filesystem::path BackupRoot::find(const std::string& backup) const {
  return Finding{settings_, log_handler_, clock_}(backup).path;
}

BackupEntry BackupRoot::show(const std::string& backup) const {
  const RootSettings settings = for_a_look(settings_);
  const archive::BackupPlace place = Finding{settings, log_handler_, clock_}(backup);
  archive::StoredBackup stored = archive::inspect_place(place);
  if (settings_.keys.is_given() && stored.manifest && stored.manifest->is_closed) {
    stored.manifest = archive::OpenBackup::open(place, keys::read_keys(settings_.keys)).manifest();
  }
  return root::shown_entry(stored);
}

HealthReport BackupRoot::health(std::chrono::seconds max_age) const {
  const auto now = clock_();
  const std::filesystem::path folder = settings_.store.empty() ? std::filesystem::absolute(settings_.root)
                                                               : std::filesystem::path(settings_.store + ":");
  try {
    return root::judge_health(root::gather_evidence(chosen_root(settings_), usual_mark(settings_), now), now, max_age,
                              folder);
  } catch (const Error& error) {
    // A root that cannot be read is bad health too.
    HealthReport health;
    health.trouble = error;
    return health;
  }
}

std::vector<CleanupDecision> BackupRoot::plan_cleanup(int days_to_keep, const KeepRules& keep,
                                                      const std::vector<std::string>& only,
                                                      const std::stop_token& stop) const {
  Log log(log_handler_, clock_);
  const retention::Policy policy{days_to_keep, keep};
  std::vector<CleanupDecision> plan;
  for (const store::PlannedDecision& planned :
       store::plan_cleanup({settings_.root, policy, store::for_a_look(settings_.stores), only, clock_, log}, stop)) {
    plan.push_back(root::decision_of(planned.decision));
    plan.back().store = planned.store;
  }
  return plan;
}

CleanupReport BackupRoot::clean_up(int days_to_keep, const KeepRules& keep, const std::stop_token& stop,
                                   const std::vector<std::string>& only) const {
  Log log(log_handler_, clock_);
  const retention::Policy policy{days_to_keep, keep};
  return store::clean_up({settings_.root, policy, settings_.stores, only, clock_, log}, stop);
}

void BackupRoot::read(const std::string& backup, const std::string& collection, const TextSink& sink,
                      const std::stop_token& stop) const {
  const keys::ReadingKeys opening = keys::read_keys(settings_.keys);
  const archive::BackupPlace place = Finding{settings_, log_handler_, clock_}(backup, stop);
  const archive::OpenBackup opened = archive::OpenBackup::open(place, opening);
  opened.require_open("print a collection of");
  root::read_collection(opened, root::find_collection(opened, collection), sink, stop);
}

RewrapReport BackupRoot::rewrap(const std::string& backup, const Encryption& readers,
                                const std::stop_token& stop) const {
  const auto recipients = keys::read_recipients(readers);
  if (!recipients) {
    throw Error(ErrorKind::usage, "rewrap", backup, "no recipient was given",
                "Name every recipient who may read it from now on, with --recipient or --recipientsFile");
  }
  Log log(log_handler_, clock_);
  rewrap::Rewrapped done = rewrap::rewrap_backup({settings_.root, backup, keys::read_keys(settings_.keys), *recipients,
                                                  clock_(), usual_mark(settings_), stop, observer_},
                                                 log);
  return {std::move(done.folder), done.files, recipients->count(), std::move(done.unsynced)};
}

}  // namespace mongokeep
