#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/backup_place.h"
#include "mongokeep/stores.h"
#include "store/rclone_environment.h"
#include "store/remote.h"

namespace mongokeep::store {

/// Throws Error{configuration} for settings that are out of their range or contradict each other, for two stores of one
/// name, and for a remote that holds a credential, with the right way to give it.
void check(const StoresSettings& settings);

/// The same stores for somebody who only looks at them, and waits for what he is told.
StoresSettings for_a_look(StoresSettings settings);

/// The stores that are configured. rclone is looked for when the first of them is used.
class Stores {
 public:
  /// Throws as check() does.
  explicit Stores(StoresSettings settings);

  const std::vector<StoreSettings>& settings() const { return settings_.stores; }
  /// Throws Error{usage}, which names those that there are, for a name that none has.
  void require(const std::string& name) const { static_cast<void>(settings_of(name)); }
  /// Throws as require() does; Error{configuration} where rclone cannot be used.
  std::shared_ptr<const Remote> remote(const std::string& name, const std::stop_token& stop);
  /// The program by which all are reached. Throws Error{configuration} where it cannot be used.
  const RcloneProgram& program(const std::stop_token& stop);

 private:
  const StoreSettings& settings_of(const std::string& name) const;
  std::vector<std::string> environment() const;

  StoresSettings settings_;
  std::shared_ptr<const RcloneProgram> program_;
};

/// Whether something is to be done with the store: where some are named, with those alone.
bool is_meant(const StoreSettings& store, const std::vector<std::string>& named);

/// The configuration file that rclone reads for this store, whether it is there or not; empty: none.
std::filesystem::path rclone_config_of(const StoreSettings& store);

/// Where backups are looked for: in the root of this machine, and in stores. A stop ends what reads from those.
archive::BackupRoots roots_of(std::filesystem::path local, const StoresSettings& settings, std::stop_token stop);

}  // namespace mongokeep::store
