#include "mongokeep/verify_service.h"

#include <algorithm>
#include <string>
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
  explicit State(VerifySettings what) : settings(std::move(what)) {
    if (settings.parallel_files >= 0) return;
    throw Error(ErrorKind::configuration, "check", std::to_string(settings.parallel_files) + " files at a time",
                "the number is negative", "Give 0 to use the number of cores");
  }

  VerifySettings settings;
  LogHandler log_handler = json_log_to_stderr();
  ProgressObserver* observer = nullptr;
  Clock clock = system_clock();
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

VerifyReport VerifyService::verify(const std::stop_token& stop) {
  Log log(state_->log_handler, state_->clock);
  return verify::check_backup({state_->settings, state_->observer, state_->clock, log, stop});
}

ComparisonReport VerifyService::compare_with(const std::string& uri, const std::string& database,
                                             const std::stop_token& stop) {
  Log log(state_->log_handler, state_->clock);
  const mongo::Connection connection = mongo::Connection::open(uri);
  connection.warn_of_idle_options(log);
  return verify::compare_backup({state_->settings, connection, database, state_->observer, state_->clock, log, stop});
}

}  // namespace mongokeep
