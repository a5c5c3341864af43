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

LogLevel level_of(mongoc_log_level_t level) {
  switch (level) {
    case MONGOC_LOG_LEVEL_ERROR:
    case MONGOC_LOG_LEVEL_CRITICAL: return LogLevel::error;
    case MONGOC_LOG_LEVEL_WARNING: return LogLevel::warning;
    case MONGOC_LOG_LEVEL_MESSAGE:
    case MONGOC_LOG_LEVEL_INFO: return LogLevel::info;
    case MONGOC_LOG_LEVEL_DEBUG:
    case MONGOC_LOG_LEVEL_TRACE: return LogLevel::debug;
  }
  return LogLevel::debug;
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
