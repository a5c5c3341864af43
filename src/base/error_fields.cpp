#include "base/error_fields.h"

namespace mongokeep {

namespace {

const char* name_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage: return "usage";
    case ErrorKind::configuration: return "configuration";
    case ErrorKind::connection: return "connection";
    case ErrorKind::server: return "server";
    case ErrorKind::invalid_data: return "invalidData";
    case ErrorKind::storage: return "storage";
    case ErrorKind::damaged: return "damaged";
    case ErrorKind::sealed: return "sealed";
    case ErrorKind::locked: return "locked";
    case ErrorKind::missing: return "missing";
    case ErrorKind::stopped: return "stopped";
  }
  return "unknown";
}

}  // namespace

std::vector<LogField> error_fields(const Error& error) {
  std::vector<LogField> fields;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) fields.push_back({name, value});
  };
  add("kind", name_of(error.kind()));
  add("operation", error.operation());
  add("subject", error.subject());
  add("error", error.cause());
  add("hint", error.hint());
  return fields;
}

Json error_json(const Error& error) {
  return {{"kind", name_of(error.kind())},
          {"operation", text_or_null(error.operation())},
          {"subject", text_or_null(error.subject())},
          {"cause", text_or_null(error.cause())},
          {"hint", text_or_null(error.hint())}};
}

}  // namespace mongokeep
