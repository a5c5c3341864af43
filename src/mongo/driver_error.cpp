#include "mongo/driver_error.h"

#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "mongo/driver_text.h"
#include "mongo/known_servers.h"
#include "mongo/passing_codes.h"
#include "mongo/wire/refused_answers.h"

namespace mongokeep::mongo {

namespace {

bool is_authentication(const bson_error_t& error, int code) {
  return code == 18 || (error.domain == MONGOC_ERROR_CLIENT && error.code == MONGOC_ERROR_CLIENT_AUTHENTICATE);
}

int server_code(const bson_error_t& error, const bson_t* reply) {
  bson_iter_t found;
  for (const char* path : {"code", "writeConcernError.code", "writeConcernErrors.0.code"}) {
    if (reply != nullptr && bson_iter_init(&found, reply) && bson_iter_find_descendant(&found, path, &found) &&
        BSON_ITER_HOLDS_NUMBER(&found)) {
      return static_cast<int>(bson_iter_as_int64(&found));
    }
  }
  return error.domain == MONGOC_ERROR_SERVER || error.domain == MONGOC_ERROR_QUERY ? static_cast<int>(error.code) : 0;
}

std::string hint_for(const bson_error_t& error, int code, Access access, bool has_only_secondaries) {
  if (is_authentication(error, code)) {
    return "Check user, password and authSource in the connection string; percent-encode `@ : / %` in them";
  }
  if (code == code::unauthorized &&
      std::string_view(error.message).find("requires authentication") != std::string_view::npos) {
    return "Name a user and a password in the connection string: mongodb://USER:PASSWORD@HOST/DATABASE";
  }
  if (code == code::unauthorized) {
    return access == Access::write ? "Grant the user the role `restore`, or `readWrite` on this database"
                                   : "Grant the user the role `backup`, or `read` on this database";
  }
  if (error.domain == MONGOC_ERROR_SERVER_SELECTION && has_only_secondaries) {
    return "Wait until a primary is elected. To read from a secondary, set readPreference=secondaryPreferred; to read "
           "from this host only, set directConnection=true";
  }
  if (error.domain == MONGOC_ERROR_SERVER_SELECTION) {
    return "Check that the server is running and reachable from here, and check host, port and TLS options in the "
           "connection string";
  }
  return {};
}

/// Whether members of a replica set were found, and none of them is the primary.
bool has_only_secondaries(const Client& client) {
  const KnownServers servers(client.get());
  return servers.has("RSSecondary") && !servers.has("RSPrimary");
}

/// Why the driver could not read what it asked for, where the guard did not let it have that. Not where one server of
/// several answers in this way, and the others are not there: they may come back.
std::optional<Error> refusal(const Client& client, const bson_error_t& error) {
  if (client.refused() == nullptr) return std::nullopt;
  if (error.domain != MONGOC_ERROR_SERVER_SELECTION) {
    const bool may_be_of_reading = error.domain == MONGOC_ERROR_STREAM || error.domain == MONGOC_ERROR_CLIENT;
    return may_be_of_reading ? client.refused()->last() : std::nullopt;
  }
  const KnownServers servers(client.get());
  const auto count = static_cast<std::size_t>(std::distance(servers.begin(), servers.end()));
  return client.refused()->servers() >= count ? client.refused()->any() : std::nullopt;
}

}  // namespace

bool is_network(const bson_error_t& error) {
  // Under this domain the driver tells of a server that it knew and cannot reach for its next look.
  const bool is_known_server_away =
      error.domain == MONGOC_ERROR_CLIENT &&
      (error.code == MONGOC_ERROR_STREAM_CONNECT || error.code == MONGOC_ERROR_STREAM_NOT_ESTABLISHED);
  return is_known_server_away || error.domain == MONGOC_ERROR_STREAM || error.domain == MONGOC_ERROR_SERVER_SELECTION;
}

std::string without_command(std::string reason) {
  const std::size_t opening = reason.find('{');
  if (opening == std::string::npos) return reason;
  const std::size_t name = reason.find_first_not_of(" {\"", opening);
  const std::size_t end = name == std::string::npos ? name : reason.find_first_of(" \":", name);
  const std::string command = end == std::string::npos ? "" : reason.substr(name, end - name);
  reason.resize(opening);
  // What led over to the command does not belong to the end of a sentence.
  while (!reason.empty() && (reason.back() == ' ' || reason.back() == ':')) reason.pop_back();
  const bool is_told = command.empty() || reason.ends_with(" " + command);
  return is_told ? reason : reason + " " + command;
}

std::string with_code(std::string reason, int code) {
  if (code == code::unauthorized) reason = without_command(std::move(reason));
  return std::move(reason) + " (server error " + std::to_string(code) + ")";
}

Failure failure_from(const Client& client, const bson_error_t& error, const bson_t* reply, std::string operation,
                     std::string subject, Access access) {
  if (const auto refused = refusal(client, error)) {
    std::string cause =
        "the answer of " + refused->subject() + " is not valid: " + client.redactor().cleaned_foreign(refused->cause());
    return {.error =
                Error(refused->kind(), std::move(operation), std::move(subject), std::move(cause), refused->hint())};
  }
  const int code = server_code(error, reply);
  const bool is_temporary = is_network(error) || passes(code);
  const ErrorKind kind = is_temporary ? ErrorKind::connection : ErrorKind::server;
  std::string cause = driver_text(client.redactor(), error);
  if (code != 0) cause = with_code(std::move(cause), code);
  const bool is_without_primary = error.domain == MONGOC_ERROR_SERVER_SELECTION && has_only_secondaries(client);
  if (is_without_primary) cause = "the replica set has no primary, only secondaries: " + cause;
  return {.error = Error(kind, std::move(operation), std::move(subject), std::move(cause),
                         hint_for(error, code, access, is_without_primary)),
          .code = code,
          .lost_cursor = ends_cursor(code),
          .was_sent = error.domain != MONGOC_ERROR_SERVER_SELECTION};
}

}  // namespace mongokeep::mongo
