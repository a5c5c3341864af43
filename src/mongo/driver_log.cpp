#include "mongokeep/driver_log.h"

#include <mongoc/mongoc.h>

#include <string_view>
#include <utility>
#include <vector>

#include "base/log.h"

namespace mongokeep {

namespace {

/// Its errors come back from calls as well, and are no more than warnings here. Told by ourselves: which options of a
/// connection string it does not know (uri_check.h). That FerretDB has no sessions to end is for those who look
/// closely.
bool is_for_those_who_look_closely(mongoc_log_level_t level, std::string_view text) {
  return level > MONGOC_LOG_LEVEL_WARNING || text.find("endSessions") != std::string_view::npos ||
         text.starts_with("Unsupported URI option");
}

/// That the streams of our own (wire/client_guard.h) are in use is said of each client.
bool is_about_ourselves(std::string_view text) {
  return text.starts_with("Using custom stream initiator");
}

void write(Log& log, mongoc_log_level_t level, const char* domain, const char* text) {
  if (is_about_ourselves(text)) return;
  std::vector<LogField> fields = {{"domain", domain}, {"text", text}};
  if (is_for_those_who_look_closely(level, text)) {
    log.debug("MongoDB driver", std::move(fields));
  } else {
    log.warning("MongoDB driver", std::move(fields));
  }
}

}  // namespace

struct DriverLog::State {
  Log log;
};

DriverLog::DriverLog(LogHandler handler, Clock clock) : state_(new State{Log(std::move(handler), std::move(clock))}) {
  mongoc_log_set_handler([](mongoc_log_level_t level, const char* domain, const char* message,
                            void* self) { write(static_cast<State*>(self)->log, level, domain, message); },
                         state_.get());
}

DriverLog::~DriverLog() {
  mongoc_log_set_handler(mongoc_log_default_handler, nullptr);
}

}  // namespace mongokeep
