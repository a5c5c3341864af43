#include "mongo/driver_log.h"

#include <mongoc/mongoc.h>

#include <string_view>
#include <utility>

namespace mongokeep::mongo {

namespace {

/// Its warnings tell of options that it does not know. Its errors come back from calls as well, and are no more than
/// warnings here; that FerretDB has no sessions to end is for those who look closely.
LogLevel level_of(mongoc_log_level_t level, std::string_view text) {
  if (level > MONGOC_LOG_LEVEL_WARNING || text.find("endSessions") != std::string_view::npos) return LogLevel::debug;
  return LogLevel::warning;
}

}  // namespace

DriverLog::DriverLog(LogHandler handler, Clock clock) : handler_(std::move(handler)), clock_(std::move(clock)) {
  mongoc_log_set_handler(
      [](mongoc_log_level_t level, const char* domain, const char* message, void* self) {
        static_cast<const DriverLog*>(self)->write(level_of(level, message), domain, message);
      },
      this);
}

DriverLog::~DriverLog() {
  mongoc_log_set_handler(mongoc_log_default_handler, nullptr);
}

void DriverLog::write(LogLevel level, const char* domain, const char* text) const {
  handler_({clock_(), level, "MongoDB driver", {{"domain", domain}, {"text", text}}});
}

}  // namespace mongokeep::mongo
