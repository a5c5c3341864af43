#include "mongo/driver_log.h"

#include <mongoc/mongoc.h>

#include <chrono>
#include <utility>

namespace mongokeep::mongo {

namespace {

LogHandler& current_handler() {
  static LogHandler handler;
  return handler;
}

/// What matters comes back from calls as an error too: the driver's own lines are for those who look closely.
LogLevel level_of(mongoc_log_level_t level) {
  const bool is_error = level == MONGOC_LOG_LEVEL_ERROR || level == MONGOC_LOG_LEVEL_CRITICAL;
  return is_error ? LogLevel::warning : LogLevel::debug;
}

void forward(mongoc_log_level_t level, const char* domain, const char* message, void* /*user_data*/) {
  current_handler()(
      {std::chrono::system_clock::now(), level_of(level), "MongoDB driver", {{"domain", domain}, {"text", message}}});
}

}  // namespace

void route_driver_log(LogHandler handler) {
  current_handler() = std::move(handler);
  mongoc_log_set_handler(forward, nullptr);
}

}  // namespace mongokeep::mongo
