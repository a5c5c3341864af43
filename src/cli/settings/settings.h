#pragma once

#include <chrono>
#include <filesystem>
#include <span>
#include <string>

#include "cli/settings/given_values.h"
#include "cli/settings/log_form.h"
#include "cli/settings/setting_sources.h"
#include "mongokeep/backup_service.h"
#include "mongokeep/encryption.h"
#include "mongokeep/restore_service.h"
#include "mongokeep/store_service.h"
#include "mongokeep/tasks_service.h"

namespace mongokeep::cli {

enum class SettingGroup;

/// All that a user can set, from wherever it came, checked and typed.
struct Settings {
  std::string uri;        ///< verbatim; empty: none was given
  std::string drill_uri;  ///< likewise, of the server that drills are made on; empty: the same
  BackupSettings backup;
  TasksSettings tasks;
  RestoreSettings restore;  ///< but for what it has in common with others: those settings stand where backups have them
  StoresSettings stores;
  std::string chosen_store;              ///< the one that `STORE:` names; empty: the root
  std::vector<std::string> store_words;  ///< of `stores`: `check` and a store's name; empty: show all
  PushChoice push;                       ///< but for `dry_run`
  std::string chosen_backup;             ///< a path, a name under the root, or `latest`
  /// What is chosen among collections, as a manifest's `selection` has it, whether the command has such settings or
  /// not: `latest` may be a backup of this choice.
  std::vector<std::string> usual_selection;
  std::string stored_collection;  ///< of that backup; empty: none was named
  DecryptionKeys keys;
  bool has_identity = false;  ///< whether a file of identities is named, also where the command does not use it
  std::filesystem::path new_key_file;
  bool shows_recipients = false;  ///< of a key file that is there, in place of making one
  bool quick = false;             ///< verifies checksums alone
  std::string against;            ///< connection string of the database to compare a backup with, verbatim; empty: none
  LogForm log_form = LogForm::automatic;
  std::chrono::seconds progress_every = std::chrono::seconds(30);  ///< 0: a log does not tell how far collections are
  bool quiet = false;
  bool verbose = false;
  bool json = false;  ///< results as JSON instead of a table
  bool dry_run = false;
  bool is_drop_confirmed = false;  ///< what --drop would drop need not be confirmed on a terminal
  std::chrono::seconds max_age = std::chrono::hours(26);  ///< of the newest complete backup, for `health`
  std::string once;  ///< the one task to run: `backup`, `cleanup`, `drill`, `push`; empty: stay up
  bool check_config = false;
  SettingSources sources;
  bool drill = false;  ///< after a check that found the backup sound

  /// Throws Error{usage} when there is no connection string; `operation` is what needs one.
  void require_uri(const char* operation) const;
  /// Throws Error{configuration} when there are no stores.
  void require_stores(const char* operation) const;
  /// Where drills are made; empty where there is no connection string at all.
  const std::string& uri_of_drills() const { return drill_uri.empty() ? uri : drill_uri; }
  /// Whether keys, of whatever kind, will be in memory.
  bool holds_keys() const;
  /// What a backup is made by: a passphrase opens, and seals as well.
  BackupSettings backup_settings() const;
  /// What a drill restores, and from where: the newest complete backup, for one.
  RestoreSettings drill_settings() const;
  StoreServiceSettings store_service_settings() const;
  /// Of the log lines that are written.
  LogLevel least_level() const;
};

/// Puts together what the flags, the environment and the configuration file (which one of the former two names)
/// say about the settings of a command's `groups`; flag beats environment beats file. A list is taken whole from the
/// strongest source that gives it. Settings of other commands are checked for their type and otherwise left alone.
/// Throws Error{usage} for what is wrong with flags, Error{configuration} for the rest, naming where it stands.
Settings load_settings(std::span<const SettingGroup> groups, const GivenValues& flags, const GivenValues& environment);

}  // namespace mongokeep::cli
