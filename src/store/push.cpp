#include "store/push.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "archive/backup_order.h"
#include "archive/inspection.h"
#include "archive/listing.h"
#include "archive/local_folder.h"
#include "archive/root.h"
#include "base/progress_meter.h"
#include "base/stop_wait.h"
#include "store/arrivals.h"
#include "store/arrivals_writer.h"
#include "store/guarantees.h"
#include "store/local_links.h"
#include "store/manifests_there.h"
#include "store/mark_sweep.h"
#include "store/push_log.h"
#include "store/removal_note.h"
#include "store/shipment.h"
#include "store/shipment_meters.h"
#include "store/side_by_side.h"
#include "store/store_root.h"
#include "store/stores_lock.h"
#include "store/wanted.h"
#include "stream/checksum.h"

namespace mongokeep::store {

namespace {

/// Of a backup that cannot be shipped as it lies in the root.
Error fault_of(const archive::StoredBackup& backup) {
  return Error(ErrorKind::damaged, "ship", backup.path.string(), backup.problem,
               "`mongokeep verify` shows what is wrong with the backup. It stays where it is, and is not shipped");
}

/// One push of a root that is locked.
class Push {
 public:
  Push(const PushOrder& order, const Directory& root, const std::stop_token& stop)
      : order_(order), root_(root), stop_(stop) {
    std::string trouble;
    arrivals_ = Arrivals::read(root_, trouble);
    if (!trouble.empty()) {
      order_.log.warning("The record of what has arrived in the stores cannot be read; everything is looked at again",
                         {{"path", (root_.path() / Arrivals::file_name).string()}, {"error", trouble}});
    }
    writer_ = ArrivalsWriter(arrivals_);
    look_at_root();
  }

  bool has_unshipped() const {
    // Most have arrived everywhere: each manifest is read once, however many stores there are.
    std::map<std::string, std::string> checksums;
    const auto is_owed = [&](const StoreSettings& store, const archive::StoredBackup& backup) {
      const Arrivals::Passage* const passage = arrivals_.find(store.name, backup.name);
      if (passage == nullptr || !passage->arrived) return true;
      if (backup.state == BackupState::damaged) return false;
      std::string& checksum = checksums[backup.name];
      if (checksum.empty()) checksum = stream::checksum_text(manifest_of(backup));
      return passage->manifest != checksum;
    };
    const auto& stores = order_.stores.settings();
    return std::any_of(stores.begin(), stores.end(), [&](const StoreSettings& store) {
      const auto wanted = chosen_for(store);
      return std::any_of(wanted.begin(), wanted.end(), [&](const auto* backup) { return is_owed(store, *backup); });
    });
  }

  PushReport run() {
    check_names();
    look_for_rclone();
    PushReport report{.started_at = order_.clock(), .finished_at = {}, .stores = {}};
    for (const StoreSettings& store : order_.stores.settings()) {
      if (is_meant(store, order_.only)) report.stores.push_back(push_to(store));
    }
    report.finished_at = order_.clock();
    if (!order_.is_rehearsal) tell_end(report, order_.log);
    return report;
  }

 private:
  void check_names() const {
    // Says what there is in place of a store that is none.
    for (const std::string& name : order_.only) order_.stores.require(name);
    for (const std::string& name : order_.backups) {
      const auto found = std::find_if(backups_.begin(), backups_.end(),
                                      [&](const archive::StoredBackup& backup) { return backup.name == name; });
      if (found == backups_.end() || !archive::is_ours(*found)) {
        throw Error(ErrorKind::usage, "push", name, "there is no backup of this name in " + root_.path().string(),
                    archive::list_command(root_.path() / name) + " shows those that there are");
      }
      if (found->state == BackupState::unreadable) throw Error(ErrorKind::storage, "push", name, found->problem);
      if (!found->manifest && found->state != BackupState::damaged) {
        throw Error(ErrorKind::usage, "push", name, found->problem, "Only what mongokeep has made can be shipped");
      }
    }
  }

  /// Without a program that can be used, no store can be.
  void look_for_rclone() {
    try {
      static_cast<void>(order_.stores.program(stop_));
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      for (const StoreSettings& store : order_.stores.settings()) {
        if (is_meant(store, order_.only)) note_silence(store, chosen_for(store));
      }
      throw;
    }
  }

  /// Those that belong into the store, the newest first.
  std::vector<const archive::StoredBackup*> chosen_for(const StoreSettings& store) const {
    const auto names = wanted_in(store, order_.policy, backups_, arrivals_, order_.clock());
    const std::set<std::string> kept(names.begin(), names.end());
    std::vector<const archive::StoredBackup*> wanted;
    for (const archive::StoredBackup& backup : backups_) {
      const auto& chosen = order_.backups;
      const bool is_chosen = chosen.empty() ? kept.contains(backup.name)
                                            : std::find(chosen.begin(), chosen.end(), backup.name) != chosen.end();
      if (is_chosen && (backup.manifest || backup.state == BackupState::damaged)) wanted.push_back(&backup);
    }
    std::sort(wanted.begin(), wanted.end(),
              [](const auto* left, const auto* right) { return is_newer(*left, *right); });
    return wanted;
  }

  void look_at_root() { backups_ = archive::list_backups(archive::LocalFolder(root_), archive::Look::brief); }

  std::optional<archive::StoredBackup> next_for(const StoreSettings& store,
                                                const std::set<std::string>& dealt_with) const {
    for (const archive::StoredBackup* const backup : chosen_for(store)) {
      if (!dealt_with.contains(backup->name)) return *backup;
    }
    return std::nullopt;
  }

  StorePush push_to(const StoreSettings& store) {
    StorePush result{.store = store.name, .is_required = is_required(store), .error = {}, .shipments = {}};
    bool has_answered = false;
    try {
      const auto remote = order_.stores.remote(store.name, stop_);
      const StoreRoot held(remote, stop_);
      RemoteFacts facts;
      side_by_side([&] { facts = remote->facts(stop_); },
                   [&](const std::stop_token&) { static_cast<void>(held.exists()); }, stop_);
      look_at_store(*remote, held, facts);
      const std::vector<std::string> names = held.names();
      const std::set<std::string> there(names.begin(), names.end());
      const ManifestsThere manifests(*remote, arrived_in(store, there), stop_);
      has_answered = true;
      note_answer(store, there);
      MarkSweep sweep(*remote, there, arrivals_.known_root_id(), stop_);
      std::set<std::string> dealt_with;
      // What hindered the first look may have passed.
      if (has_unreadable()) look_at_root();
      while (const auto backup = next_for(store, dealt_with)) {
        throw_if_stopped(stop_);
        dealt_with.insert(backup->name);
        auto shipment = shipment_of(*backup, *remote, facts, there, manifests);
        if (!shipment) continue;
        const bool was_there = shipment->outcome == Shipment::Outcome::was_there;
        if (was_there && !order_.is_rehearsal) sweep.remove_mark_of(backup->name);
        result.shipments.push_back(*std::move(shipment));
        // It may have taken days: the newest backup goes before those that were there then.
        if (result.shipments.back().outcome == Shipment::Outcome::arrived) look_at_root();
      }
      add_unreadable(dealt_with, there, result);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      result.error = error;
      order_.log.error("pushBackups: Cannot use the store", fields_with(error, {{"store", store.name}}));
      look_at_root();
      if (!has_answered) note_silence(store, chosen_for(store));
    }
    return result;
  }

  bool has_unreadable() const {
    return std::any_of(backups_.begin(), backups_.end(),
                       [](const auto& backup) { return backup.state == BackupState::unreadable; });
  }

  /// Backups that cannot be looked into here, so that nobody knows whether they belong into the store: they are not
  /// left out without a word. `there` are the names in the store.
  void add_unreadable(const std::set<std::string>& dealt_with, const std::set<std::string>& there, StorePush& result) {
    // One that was named and cannot be read has been refused.
    if (!order_.backups.empty()) return;
    for (const archive::StoredBackup& backup : backups_) {
      if (backup.state != BackupState::unreadable || dealt_with.contains(backup.name)) continue;
      const Arrivals::Passage* const passage = arrivals_.find(result.store, backup.name);
      if (passage != nullptr && passage->arrived && there.contains(backup.name)) continue;
      // Where a clean-up has removed it meanwhile, there is nothing to ship.
      if (!archive::inspect(archive::LocalFolder(root_), backup.name, archive::Look::brief)) continue;
      Shipment shipment{.store = result.store, .backup = backup.name, .error = {}, .failing_since = {}};
      is_at_store_ = false;
      fail(shipment, Error(ErrorKind::storage, "look into", backup.path.string(), backup.problem,
                           "The next push tries again. Check the disk, and who may read the folder"));
      result.shipments.push_back(std::move(shipment));
    }
  }

  /// Whoever names a store asks for it.
  bool is_required(const StoreSettings& store) const { return store.required || !order_.only.empty(); }

  /// Those of the wanted that have arrived, and have a folder in the store.
  std::vector<std::string> arrived_in(const StoreSettings& store, const std::set<std::string>& there) const {
    std::vector<std::string> arrived;
    for (const archive::StoredBackup* const backup : chosen_for(store)) {
      const Arrivals::Passage* const passage = arrivals_.find(store.name, backup->name);
      if (passage != nullptr && passage->arrived && there.contains(backup->name)) arrived.push_back(backup->name);
    }
    return arrived;
  }

  /// Looks out for a disk that is not mounted, and says what rclone cannot promise.
  void look_at_store(const Remote& remote, const StoreRoot& held, const RemoteFacts& facts) const {
    if (!facts.path.empty()) refuse_own_root(facts.path, root_.path(), remote.name());
    check_presence(held, facts, remote.name(), arrivals_.has_any_in(remote.name()));
    check_lock(remote.settings(), facts);
    const std::string weakness = weakness_of(remote.rclone().program(), facts);
    if (weakness.empty()) return;
    order_.log.warning("pushBackups: This rclone is old for the store",
                       {{"store", remote.name()}, {"finding", weakness}, {"hint", remedy_of_weakness()}});
  }

  std::string manifest_of(const archive::StoredBackup& backup) const {
    return archive::manifest_text(*archive::LocalFolder(root_).open_child(backup.name));
  }

  /// `there` are the names in the store.
  void note_answer(const StoreSettings& store, const std::set<std::string>& there) {
    const auto now = order_.clock();
    arrivals_.note_answer(store.name, now);
    note_what_has_gone(store.name, backups_, there, arrivals_, now);
    if (!order_.is_rehearsal) remember();
    const auto missing = missing_in(store, order_.policy, backups_, arrivals_, now);
    if (!order_.backups.empty() || missing.empty()) return;
    order_.log.warning("pushBackups: Left out backups that were removed from the store",
                       {{"store", store.name},
                        {"backups", fmt::format("{}", fmt::join(missing, ", "))},
                        {"hint", "They had arrived there. If they are to be there, push them by name"}});
  }

  /// Of a store that could not be looked at: what it does not have has failed to arrive.
  void note_silence(const StoreSettings& store, const std::vector<const archive::StoredBackup*>& wanted) {
    if (order_.is_rehearsal) return;
    arrivals_.note_silence(store.name, order_.clock());
    for (const archive::StoredBackup* const backup : wanted) {
      const Arrivals::Passage* const passage = arrivals_.find(store.name, backup->name);
      if (passage == nullptr || !passage->arrived) note_failure(arrivals_.of(store.name, backup->name));
    }
    remember();
  }

  /// Where that fails, what goes into the stores goes all the same.
  void remember() { writer_.remember(root_, arrivals_, order_.log); }

  void note_failure(Arrivals::Passage& passage) const {
    if (!passage.failing_since) passage.failing_since = order_.clock();
  }

  /// Nothing of a backup that has gone from the root while it waited. `there` are the names in the store.
  std::optional<Shipment> shipment_of(const archive::StoredBackup& backup, const Remote& remote,
                                      const RemoteFacts& facts, const std::set<std::string>& there,
                                      const ManifestsThere& manifests) {
    Shipment shipment{.store = remote.name(), .backup = backup.name, .error = {}, .failing_since = {}};
    shipment.files = backup.files;
    shipment.bytes = backup.stored_bytes;
    const auto started_at = order_.clock();
    is_at_store_ = false;
    try {
      if (backup.state == BackupState::damaged) {
        find_broken(backup, there, shipment);
        return shipment;
      }
      const std::string text = manifest_of(backup);
      const std::string manifest = stream::checksum_text(text);
      const Arrivals::Passage* const passage = arrivals_.find(remote.name(), backup.name);
      const bool is_same = passage != nullptr && passage->manifest == manifest;
      const bool had_arrived = there.contains(backup.name) && is_same && passage->arrived;
      // What fails now is the store.
      is_at_store_ = had_arrived;
      if (had_arrived && manifests.has(backup.name, text.size())) {
        shipment.outcome = Shipment::Outcome::was_there;
      } else if (order_.is_rehearsal) {
        shipment.outcome = Shipment::Outcome::would_go;
      } else {
        // What had arrived and is not there as it is here: it is owed until it is.
        if (passage != nullptr) arrivals_.of(remote.name(), backup.name).arrived.reset();
        ship_now(backup, remote, facts, {there, manifest}, shipment);
      }
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      if (has_gone(backup.name, error)) {
        order_.log.info("pushBackups: Left out a backup that has gone from the root",
                        {{"store", remote.name()}, {"backup", backup.name}});
        return std::nullopt;
      }
      fail(shipment, error);
    }
    shipment.duration = std::chrono::duration_cast<std::chrono::milliseconds>(order_.clock() - started_at);
    if (shipment.outcome == Shipment::Outcome::arrived) tell_arrival(shipment, order_.log);
    return shipment;
  }

  /// Of one that no store could take: whether this one has it all the same, from better days. `there` are the names in
  /// the store. Throws where it has not.
  void find_broken(const archive::StoredBackup& backup, const std::set<std::string>& there, Shipment& shipment) {
    const Error fault = fault_of(backup);
    const Arrivals::Passage* const passage = arrivals_.find(shipment.store, backup.name);
    if (passage == nullptr || !passage->arrived || !there.contains(backup.name)) throw Error(fault);
    shipment.outcome = Shipment::Outcome::was_there;
    shipment.is_broken_here = true;
    shipment.error = fault.with_hint(
        fmt::format("It had arrived in {0} before. Move this folder away, and bring that copy back: `mongokeep pull "
                    "{0}:{1}`",
                    shipment.store, backup.name));
    tell_trouble(shipment, order_.log);
  }

  /// Whether a clean-up has removed the backup since it was looked for, or is at it: that is why it cannot be shipped.
  bool has_gone(const std::string& name, const Error& error) {
    look_at_root();
    const bool is_there =
        std::any_of(backups_.begin(), backups_.end(), [&](const auto& backup) { return backup.name == name; });
    // That of OpenBackup::open(): nothing else that a shipment does takes a lock.
    return !is_there || error.kind() == ErrorKind::locked;
  }

  /// What is known of a backup that is to be shipped.
  struct Known {
    const std::set<std::string>& there;  ///< the names in the store
    const std::string& manifest;         ///< its checksum
  };

  void ship_now(const archive::StoredBackup& backup, const Remote& remote, const RemoteFacts& facts, const Known& known,
                Shipment& shipment) {
    order_.log.progress().info("Shipping backup", {{"store", remote.name()}, {"backup", backup.name}});
    is_at_store_ = false;
    // From here on it is held: no clean-up removes it from the root.
    const Cargo cargo(backup.path, {facts.hash, reading_hash(remote)}, stop_);
    is_at_store_ = true;
    // Of a clean-up that was interrupted: from here on the backup is to stay.
    const std::string note = RemovalNote::file_name_for(backup.name);
    if (known.there.contains(note)) remote.remove(note, stop_);
    Arrivals::Passage& passage = arrivals_.of(remote.name(), backup.name);
    passage.removed.reset();
    passage.missing.reset();
    passage.manifest = known.manifest;
    const std::string root_id = arrivals_.root_id();
    // On the disk before anything goes: by this root's name it knows again what it has begun, and a push that is killed
    // leaves it owed.
    remember();
    RunMeter run(order_.observer, run_of(cargo, remote));
    std::optional<ShipmentMeters> meters(std::in_place, order_.observer, cargo);
    const ShipmentOrder ordered{.remote = remote,
                                .facts = facts,
                                .cargo = cargo,
                                .root_id = root_id,
                                .watch_shipping = [&](const auto& file, auto bytes) { meters->ship(file, bytes); },
                                .watch_reading = [&](const auto& file, auto) { meters->read_back(file); }};
    const Shipped done = ship(ordered, stop_);
    meters->succeed();
    // The files come before their sum.
    meters.reset();
    run.finish();
    const bool was_there = done.outcome == Shipped::Outcome::was_there;
    shipment.outcome = was_there ? Shipment::Outcome::was_there : Shipment::Outcome::arrived;
    passage.arrived = order_.clock();
    passage.failing_since.reset();
    remember();
  }

  static RunProgress run_of(const Cargo& cargo, const Remote& remote) {
    RunProgress run{.kind = RunProgress::Kind::shipment, .folder = remote.shown(cargo.name()), .collections = {}};
    run.reads_documents = false;
    for (const CargoFile& file : cargo.files()) run.collections.push_back(file.file);
    return run;
  }

  void fail(Shipment& shipment, const Error& error) {
    shipment.outcome = Shipment::Outcome::failed;
    shipment.error = error;
    shipment.is_broken_here = !is_at_store_ && error.kind() == ErrorKind::damaged;
    tell_trouble(shipment, order_.log);
    if (order_.is_rehearsal) return;
    Arrivals::Passage& passage = arrivals_.of(shipment.store, shipment.backup);
    if (is_at_store_) {
      note_failure(passage);
    } else {
      // No store could take it.
      passage.failing_since.reset();
    }
    shipment.failing_since = passage.failing_since;
    remember();
  }

  const PushOrder& order_;
  const Directory& root_;
  const std::stop_token& stop_;
  Arrivals arrivals_;
  ArrivalsWriter writer_;
  std::vector<archive::StoredBackup> backups_;
  bool is_at_store_ = false;  ///< whether the backup at hand was sound here, so that what fails is the way or the store
};

}  // namespace

bool has_unshipped(const PushOrder& order) {
  const Directory root = archive::open_root(order.root);
  const std::stop_token never;
  return Push(order, root, never).has_unshipped();
}

PushReport push(const PushOrder& order, const std::stop_token& stop) {
  const Directory root = archive::open_root(order.root);
  const UniqueFd lock = lock_stores(root);
  return Push(order, root, stop).run();
}

}  // namespace mongokeep::store
