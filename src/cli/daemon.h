#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "cli/command.h"

namespace mongokeep::cli {

/// The program that stays up: runs the scheduled tasks until a signal stops it, and on SIGHUP goes over to the
/// configuration as it is then, unless that is bad.
class Daemon {
 public:
  /// Throws Error{configuration} for settings that no service can be made of.
  Daemon(const Settings& settings, Surroundings& surroundings);
  ~Daemon();

  /// Until a signal stops it. Throws as TasksService::run() does.
  void run();

 private:
  /// One configuration at work.
  struct Services;

  /// Settings that are new. Those that have been gone by are not checked again: what they name may be gone since.
  Settings checked(Settings settings) const;
  std::unique_ptr<Services> services_of(const Settings& settings) const;
  /// Has these services take over next, unless SIGHUP has brought one already.
  bool offer(std::unique_ptr<Services> services);
  // Called by the threads of the signals.
  void stop();
  void reload();
  void read_again();
  /// Puts the next services to work. False where there is none, since it was asked to stop.
  bool relieve();

  Surroundings& surroundings_;
  std::mutex mutex_;  ///< for what follows
  std::unique_ptr<Services> current_;
  std::unique_ptr<Services> next_;
  std::stop_source stop_;

  std::atomic<int> times_asked_ = 0;  ///< to read again, and not answered
  std::jthread reader_;               ///< of the thread of the signals, until that has ended
};

}  // namespace mongokeep::cli
