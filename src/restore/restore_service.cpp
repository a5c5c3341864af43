#include "mongokeep/restore_service.h"

#include <utility>

#include "base/log.h"
#include "mongo/connection.h"
#include "restore/drill.h"
#include "restore/restore_run.h"
#include "restore/settings_check.h"

namespace mongokeep {

struct RestoreService::State {
  State(mongo::Connection to, RestoreSettings what) : connection(std::move(to)), settings(std::move(what)) {
    restore::check(settings);
    // A secondary may not know yet what has just been written.
    connection.set_read_preference("primary");
  }

  restore::RestoreContext context(Log& log, const std::stop_token& stop) const {
    return {connection, settings, stop, observer, clock, log, confirm_drop ? &confirm_drop : nullptr};
  }

  mongo::Connection connection;
  RestoreSettings settings;
  LogHandler log_handler = json_log_to_stderr();
  ProgressObserver* observer = nullptr;
  Clock clock = system_clock();
  DropConfirmation confirm_drop;
};

RestoreService::RestoreService(mongoc_client_pool_t* pool, RestoreSettings settings)
    : state_(std::make_unique<State>(mongo::Connection::borrow(pool), std::move(settings))) {}

RestoreService::RestoreService(mongoc_client_t* client, RestoreSettings settings)
    : state_(std::make_unique<State>(mongo::Connection::borrow(client), std::move(settings))) {}

RestoreService::RestoreService(const std::string& uri, RestoreSettings settings)
    : state_(std::make_unique<State>(mongo::Connection::open(uri), std::move(settings))) {}

RestoreService::~RestoreService() = default;
RestoreService::RestoreService(RestoreService&&) noexcept = default;
RestoreService& RestoreService::operator=(RestoreService&&) noexcept = default;

void RestoreService::set_log_handler(LogHandler handler) {
  state_->log_handler = std::move(handler);
}
void RestoreService::set_progress_observer(ProgressObserver* observer) {
  state_->observer = observer;
}
void RestoreService::set_clock(Clock clock) {
  state_->clock = std::move(clock);
}

void RestoreService::set_drop_confirmation(DropConfirmation confirm) {
  state_->confirm_drop = std::move(confirm);
}

RestoreReport RestoreService::restore(const std::stop_token& stop) {
  Log log(state_->log_handler, state_->clock);
  state_->connection.warn_of_idle_options(log);
  return restore::run_restore(state_->context(log, stop));
}

DrillReport RestoreService::drill(const std::string& database, const std::stop_token& stop) {
  Log log(state_->log_handler, state_->clock);
  state_->connection.warn_of_idle_options(log);
  return restore::run_drill(state_->context(log, stop), database);
}

}  // namespace mongokeep
