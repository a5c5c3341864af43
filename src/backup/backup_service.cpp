#include "mongokeep/backup_service.h"

#include <utility>

#include "backup/backup_run.h"
#include "backup/settings_check.h"
#include "base/log.h"
#include "mongo/connection.h"
#include "store/cleanup.h"
#include "store/stores.h"

namespace mongokeep {

struct BackupService::State {
  State(mongo::Connection to, BackupSettings what) : connection(std::move(to)), settings(std::move(what)) {
    backup::check(settings);
    store::check(settings.stores);
    connection.set_read_preference(settings.read_preference);
  }

  mongo::Connection connection;
  BackupSettings settings;
  LogHandler log_handler = json_log_to_stderr();
  ProgressObserver* observer = nullptr;
  Clock clock = system_clock();
};

BackupService::BackupService(mongoc_client_pool_t* pool, BackupSettings settings)
    : state_(std::make_unique<State>(mongo::Connection::borrow(pool), std::move(settings))) {}

BackupService::BackupService(mongoc_client_t* client, BackupSettings settings)
    : state_(std::make_unique<State>(mongo::Connection::borrow(client), std::move(settings))) {}

BackupService::BackupService(const std::string& uri, BackupSettings settings)
    : state_(std::make_unique<State>(mongo::Connection::open(uri), std::move(settings))) {}

BackupService::~BackupService() = default;
BackupService::BackupService(BackupService&&) noexcept = default;
BackupService& BackupService::operator=(BackupService&&) noexcept = default;

void BackupService::set_log_handler(LogHandler handler) {
  state_->log_handler = std::move(handler);
}
void BackupService::set_progress_observer(ProgressObserver* observer) {
  state_->observer = observer;
}
void BackupService::set_clock(Clock clock) {
  state_->clock = std::move(clock);
}

BackupReport BackupService::create_backup(const std::stop_token& stop) {
  Log log(state_->log_handler, state_->clock);
  state_->connection.warn_of_idle_options(log);
  return backup::run_backup({state_->connection, state_->settings, stop, state_->observer, state_->clock, log});
}

CleanupReport BackupService::cleanup_old_backups(int days_to_keep, const std::stop_token& stop) {
  Log log(state_->log_handler, state_->clock);
  const retention::Policy policy{days_to_keep, state_->settings.keep};
  return store::clean_up({state_->settings.root, policy, state_->settings.stores, {}, state_->clock, log}, stop);
}

const BackupSettings& BackupService::settings() const {
  return state_->settings;
}

}  // namespace mongokeep
