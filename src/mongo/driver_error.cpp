#include "mongo/driver_error.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mongokeep::mongo {

namespace {

/// Server codes after which a read can be tried again: the "retryable" codes of the drivers' Retryable Reads
/// specification, and those of a cursor that the server no longer knows.
constexpr std::array transient_codes = {
    6,      // HostUnreachable
    7,      // HostNotFound
    43,     // CursorNotFound
    64,     // WriteConcernFailed
    89,     // NetworkTimeout
    91,     // ShutdownInProgress
    134,    // ReadConcernMajorityNotAvailableYet
    175,    // QueryPlanKilled
    189,    // PrimarySteppedDown
    237,    // CursorKilled
    262,    // ExceededTimeLimit
    9001,   // SocketException
    10107,  // NotWritablePrimary
    11600,  // InterruptedAtShutdown
    11602,  // InterruptedDueToReplStateChange
    13435,  // NotPrimaryNoSecondaryOk
    13436,  // NotPrimaryOrSecondary
};

bool is_authentication(const bson_error_t& error, int code) {
  return code == 18 || (error.domain == MONGOC_ERROR_CLIENT && error.code == MONGOC_ERROR_CLIENT_AUTHENTICATE);
}

bool is_network(const bson_error_t& error) {
  return error.domain == MONGOC_ERROR_STREAM || error.domain == MONGOC_ERROR_SERVER_SELECTION;
}

int server_code(const bson_error_t& error, const bson_t* reply) {
  bson_iter_t found;
  if (reply != nullptr && bson_iter_init_find(&found, reply, "code") && BSON_ITER_HOLDS_NUMBER(&found)) {
    return static_cast<int>(bson_iter_as_int64(&found));
  }
  return error.domain == MONGOC_ERROR_SERVER || error.domain == MONGOC_ERROR_QUERY ? static_cast<int>(error.code) : 0;
}

std::string hint_for(const bson_error_t& error, int code) {
  if (is_authentication(error, code)) {
    return "Check user, password and authSource in the connection string; `@ : / %` in them must be percent-encoded";
  }
  if (code == code::unauthorized) return "Grant the user the role `read` on this database, or `backup`";
  if (error.domain == MONGOC_ERROR_SERVER_SELECTION) {
    return "Check that the server runs and can be reached from here, and the host, port and TLS options in the "
           "connection string";
  }
  return {};
}

}  // namespace

Failure failure_from(const bson_error_t& error, const bson_t* reply, std::string operation, std::string subject) {
  const int code = server_code(error, reply);
  const bool lost = is_network(error) || is_authentication(error, code);
  const bool listed = std::find(transient_codes.begin(), transient_codes.end(), code) != transient_codes.end();
  const ErrorKind kind = lost ? ErrorKind::connection : ErrorKind::server;
  std::string cause = error.message;
  if (code != 0) cause += " (server error " + std::to_string(code) + ")";
  return {Error(kind, std::move(operation), std::move(subject), std::move(cause), hint_for(error, code)), code,
          is_network(error) || listed};
}

}  // namespace mongokeep::mongo
