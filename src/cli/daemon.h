#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "cli/command.h"

namespace mongokeep::cli {

/// Runs the scheduled tasks until a signal stops it. SIGHUP reloads the configuration; an invalid one is refused.
class Daemon {
 public:
  /// Throws Error{configuration} for settings that no service can be made of.
  Daemon(const Settings& settings, Surroundings& surroundings);
  ~Daemon();

  /// Until a signal stops it. Throws as TasksService::run() does.
  void run();

 private:
  /// The services of one configuration.
  struct Services;

  /// Checks new settings. Settings that were in use already are not checked again: the files that they name may be
  /// gone.
  Settings checked(Settings settings) const;
  std::unique_ptr<Services> services_of(const Settings& settings) const;
  /// Has these services take over next, unless SIGHUP has brought one already.
  bool offer(std::unique_ptr<Services> services);
  // Called by the threads of the signals.
  void stop();
  void reload();
  void read_again();
  /// Switches to the next services. False if there are none, because the daemon is stopping.
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
