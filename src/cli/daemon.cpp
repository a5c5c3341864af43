#include "cli/daemon.h"

#include <optional>
#include <utility>

#include "base/error_fields.h"
#include "cli/task_services.h"
#include "mongokeep/driver_log.h"
#include "mongokeep/readiness.h"

namespace mongokeep::cli {

struct Daemon::Services : TaskServices {
  Services(const Settings& from, Surroundings& surroundings) : TaskServices(from, surroundings), settings(from) {}

  Settings settings;
  std::stop_source finish;
};

namespace {

/// Bad recipients should show now, and not at night. A lost key should not be a lost backup.
void check_packing(const Settings& settings, Console& console) {
  for (const std::string& warning : check_encryption(settings.backup_settings(), settings.keys)) {
    console.log(LogLevel::warning, warning);
  }
}

}  // namespace

Daemon::Daemon(const Settings& settings, Surroundings& surroundings)
    : surroundings_(surroundings), current_(services_of(checked(settings))) {}

Daemon::~Daemon() = default;

Settings Daemon::checked(Settings settings) const {
  check_packing(settings, surroundings_.console);
  return settings;
}

std::unique_ptr<Daemon::Services> Daemon::services_of(const Settings& settings) const {
  return std::make_unique<Services>(settings, surroundings_);
}

void Daemon::run() {
  surroundings_.console.show_times();
  const DriverLog driver_log(surroundings_.console.log_handler(), surroundings_.clock);
  const StopSignals::Watch watch = surroundings_.signals.watch([this] { stop(); }, [this] { reload(); });
  std::optional<Settings> proven;
  do {
    try {
      current_->tasks().run(stop_.get_token(), current_->finish.get_token());
      proven = current_->settings;
    } catch (const Error& error) {
      if (!proven) throw;
      surroundings_.console.log(LogLevel::error, "The new configuration cannot be used; the old one stays in use",
                                error_fields(error));
      if (offer(services_of(*proven))) proven.reset();
    }
  } while (relieve());
  // While signals are still watched, so that a reading that hangs can be ended by one.
  if (reader_.joinable()) reader_.join();
}

void Daemon::stop() {
  stop_.request_stop();
  surroundings_.console.log(LogLevel::info, "Stopping: running tasks are cancelled");
}

/// On a thread of its own: a file system or a name server that does not answer must not make us deaf to other signals.
void Daemon::reload() {
  if (times_asked_.fetch_add(1) > 0) return;
  reader_ = std::jthread([this] {
    int answered = 0;
    // One that came while we were reading may be about what we had read by then.
    do {
      answered = times_asked_;
      read_again();
    } while (!times_asked_.compare_exchange_strong(answered, 0));
  });
}

void Daemon::read_again() {
  try {
    std::unique_ptr<Services> fresh = services_of(checked(surroundings_.reload()));
    surroundings_.console.log(LogLevel::info, "Configuration reloaded; it takes effect as soon as no task is running");
    const std::lock_guard lock(mutex_);
    next_ = std::move(fresh);
    current_->finish.request_stop();
  } catch (const Error& error) {
    surroundings_.console.log(LogLevel::error, "The new configuration is invalid; the old one stays in use",
                              error_fields(error));
  } catch (const std::exception& error) {
    surroundings_.console.log(LogLevel::error, "Cannot reload the configuration; the old one stays in use",
                              {{"error", error.what()}});
  }
}

bool Daemon::offer(std::unique_ptr<Services> services) {
  const std::lock_guard lock(mutex_);
  if (next_ != nullptr) return false;
  next_ = std::move(services);
  return true;
}

bool Daemon::relieve() {
  const std::lock_guard lock(mutex_);
  if (stop_.stop_requested()) return false;
  current_ = std::move(next_);
  surroundings_.console.set_log(current_->settings.log_form, current_->settings.least_level());
  return true;
}

}  // namespace mongokeep::cli
