#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "mongokeep/backup_service.h"
#include "mongokeep/clock.h"
#include "mongokeep/error.h"
#include "mongokeep/restore_service.h"
#include "mongokeep/stores.h"
#include "mongokeep/tasks_service.h"

namespace mongokeep {

/// What a finding is about. A report has them in this order.
enum class ReadinessTopic {
  configuration,  ///< where settings come from; told by the program only, which reads files
  server,
  database,
  rights,
  drills,
  clock,
  root,
  space,
  backups,
  stores,  ///< where there are any
  schedule,
  encryption,
  hooks,
  retention,
};

enum class ReadinessVerdict {
  ok,
  unknown,  ///< it cannot be told from here
  warning,  ///< the next run will work; a person should know of this all the same
  failed,   ///< something has to be done before the next run
};

/// One thing that was looked at. Texts are for a person, in UTF-8, and hold no credential.
struct ReadinessFinding {
  ReadinessTopic topic = ReadinessTopic::configuration;
  ReadinessVerdict verdict = ReadinessVerdict::ok;
  std::string finding;  ///< what was found
  std::string hint;     ///< what to do; may be empty
};

/// Whether the next night can come.
struct ReadinessReport {
  std::vector<ReadinessFinding> findings;  ///< by topic

  /// The worst of them; `unknown` counts as `ok`.
  ReadinessVerdict verdict() const;
  bool is_ready() const { return verdict() != ReadinessVerdict::failed; }
};

/// The settings of a night's tasks, as the services take them.
struct ReadinessSettings {
  std::string uri;  ///< of the backups; goes to the driver verbatim. Empty is a finding.
  BackupSettings backup;
  TasksSettings tasks;
  std::string drill_uri;  ///< of the drills; empty: the same
  StoresSettings stores;
  RestoreSettings drills;  ///< the root, the keys and the usual selection are looked at
  /// How old the newest complete backup may be, as for `mongokeep health`.
  std::chrono::seconds max_age = std::chrono::hours(26);
  /// How long all of it may take. What has not answered by then is a finding.
  std::chrono::milliseconds time_limit = std::chrono::seconds(25);
};

/// Looks whether everything is ready for the next run: the server and the rights of its user, the root and its disk,
/// the clock, the stores, the schedules, keys and hooks. Every topic is looked at, also where another one has failed.
///
/// Nothing is written, neither to the root nor to the server nor to a store; no lock is taken, and no hook is called.
/// Threads: one check() at a time, stopped by its own token, from any thread. What does not answer in time (a name
/// server, a network file system) is left to itself, on a thread of its own that ends when it does answer; it uses
/// nothing of the caller's but the clock.
class ReadinessService {
 public:
  explicit ReadinessService(ReadinessSettings settings);
  ~ReadinessService();
  ReadinessService(ReadinessService&&) noexcept;
  ReadinessService& operator=(ReadinessService&&) noexcept;

  /// Default: system_clock(). Copied.
  void set_clock(Clock clock);

  /// Whatever is wrong is in the report. Throws only Error{stopped}, at once when `stop` asks for it.
  ReadinessReport check(const std::stop_token& stop = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What lets others read a secret, change the backups or what they are made by, or stand between us and a server:
/// owners and modes of files, of the root and of its parents, and connection strings without TLS or its checks. Each is
/// a warning with what to type. For the beginning of a run: it asks no server, and throws nothing of its own.
std::vector<ReadinessFinding> check_exposure(const std::vector<std::string>& uris, const BackupSettings& backup,
                                             const DecryptionKeys& keys);
/// The same of what the stores are reached by: rclone's configuration, which holds their keys.
std::vector<ReadinessFinding> check_exposure(const StoresSettings& stores);

/// Reads the files of keys and recipients that the settings name, so that a mistake shows before the night, and returns
/// warnings for a person. Throws Error{configuration}.
std::vector<std::string> check_encryption(const BackupSettings& backup, const DecryptionKeys& keys);

}  // namespace mongokeep
