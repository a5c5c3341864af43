#include "mongokeep/verify_service.h"

#include <algorithm>
#include <stop_token>
#include <utility>

#include "base/log.h"
#include "mongo/connection.h"
#include "verify/backup_check.h"
#include "verify/backup_comparison.h"

namespace mongokeep {

bool ComparisonReport::is_same() const {
  return not_in_backup.empty() && std::all_of(collections.begin(), collections.end(),
                                              [](const CollectionComparison& found) { return found.is_same(); });
}

struct VerifyService::State {
  explicit State(VerifySettings what) : settings(std::move(what)) {}

  VerifySettings settings;
  LogHandler log_handler = json_log_to_stderr();
  ProgressObserver* observer = nullptr;
  Clock clock = system_clock();
  std::stop_source stop;
};

VerifyService::VerifyService(VerifySettings settings) : state_(std::make_unique<State>(std::move(settings))) {}
VerifyService::~VerifyService() = default;
VerifyService::VerifyService(VerifyService&&) noexcept = default;
VerifyService& VerifyService::operator=(VerifyService&&) noexcept = default;

void VerifyService::set_log_handler(LogHandler handler) {
  state_->log_handler = std::move(handler);
}
void VerifyService::set_progress_observer(ProgressObserver* observer) {
  state_->observer = observer;
}
void VerifyService::set_clock(Clock clock) {
  state_->clock = std::move(clock);
}

VerifyReport VerifyService::verify() {
  Log log(state_->log_handler, state_->clock);
  return verify::check_backup({state_->settings, state_->observer, state_->clock, log, state_->stop.get_token()});
}

ComparisonReport VerifyService::compare_with(const std::string& uri, const std::string& database) {
  Log log(state_->log_handler, state_->clock);
  const mongo::Connection connection = mongo::Connection::open(uri);
  return verify::compare_backup(
      {state_->settings, connection, database, state_->observer, state_->clock, log, state_->stop.get_token()});
}

void VerifyService::stop() noexcept {
  state_->stop.request_stop();
}

}  // namespace mongokeep
