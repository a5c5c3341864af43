#include "mongo/deployment.h"

#include <algorithm>
#include <string_view>

#include "base/patience.h"
#include "mongo/bson_text.h"
#include "mongo/catalogue.h"
#include "mongo/driver_error.h"
#include "mongo/handles.h"
#include "mongo/known_servers.h"
#include "mongo/read_command.h"
#include "mongo/uri/uri_exposure.h"

namespace mongokeep::mongo {

namespace {

constexpr int round_trips = 3;

/// "db1:27017 (RSPrimary), db2:27017 (Unknown)"
std::string members_of(const KnownServers& servers) {
  std::string text;
  for (const mongoc_server_description_t* server : servers) {
    if (!text.empty()) text += ", ";
    text += std::string(mongoc_server_description_host(server)->host_and_port) + " (" +
            mongoc_server_description_type(server) + ")";
  }
  return text;
}

/// Some member answers, and the read preference wants another one.
void require_fitting_member(const Client& client) {
  bson_error_t error;
  if (UniqueServerDescription(mongoc_client_select_server(client.get(), false, client.read_prefs(), &error))) return;
  const Error failure = failure_from(client, error, nullptr, "connect to", client.hosts()).error;
  const KnownServers servers(client.get());
  const bool is_any_there = std::any_of(servers.begin(), servers.end(), [](const mongoc_server_description_t* server) {
    return std::string_view(mongoc_server_description_type(server)).starts_with("RS");
  });
  if (!is_any_there) throw failure;
  throw Error(failure.kind(), failure.operation(), failure.subject(),
              failure.cause() + "; there are " + members_of(servers),
              failure.hint().empty() ? "No member matches the read preference: change it" : failure.hint());
}

/// The server's greeting; older servers know it by its older name only.
void greet(const Client& client, Reply& reply) {
  const UniqueBson hello(BCON_NEW("hello", BCON_INT32(1)));
  const auto failure = read_command(client, "admin", *hello, reply, "connect to", client.hosts());
  if (!failure) return;
  if (failure->code != code::command_not_found) throw failure->error;
  const UniqueBson older(BCON_NEW("isMaster", BCON_INT32(1)));
  bson_destroy(reply.out());
  if (const auto refused = read_command(client, "admin", *older, reply, "connect to", client.hosts())) {
    throw refused->error;
  }
}

/// Taken to have been read in the middle of the time that the answer took.
std::optional<std::chrono::milliseconds> offset_in(const bson_t& greeting, std::chrono::system_clock::time_point asked,
                                                   std::chrono::system_clock::time_point answered) {
  bson_iter_t found;
  if (!bson_iter_init_find(&found, &greeting, "localTime") || !BSON_ITER_HOLDS_DATE_TIME(&found)) return std::nullopt;
  const auto ours = std::chrono::floor<std::chrono::milliseconds>(asked + (answered - asked) / 2).time_since_epoch();
  return std::chrono::milliseconds(bson_iter_date_time(&found)) - ours;
}

}  // namespace

Deployment look_at_deployment(const Client& client, const Clock& clock) {
  require_fitting_member(client);
  Deployment deployment;
  Patience none = Patience::none();
  deployment.version = server_version(client, none);
  Reply greeting;
  const auto asked = clock();
  greet(client, greeting);
  deployment.clock_offset = offset_in(greeting.document(), asked, clock());
  deployment.set_name = text_at(greeting.document(), "setName");
  if (!deployment.set_name.empty()) deployment.kind = Deployment::Kind::replica_set;
  if (text_at(greeting.document(), "msg") == "isdbgrid") deployment.kind = Deployment::Kind::router;
  deployment.has_primary = KnownServers(client.get()).has("RSPrimary");
  std::chrono::nanoseconds quickest = round_trip_of_ping(client, "ping");
  for (int i = 1; i < round_trips; ++i) quickest = std::min(quickest, round_trip_of_ping(client, "ping"));
  deployment.round_trip = std::chrono::ceil<std::chrono::microseconds>(quickest);
  return deployment;
}

Route route_of(const Client& client) {
  const mongoc_uri_t* uri = mongoc_client_get_uri(client.get());
  Route route;
  route.is_encrypted = mongoc_uri_get_tls(uri);
  route.is_local = mongoc_uri_get_srv_hostname(uri) == nullptr;
  for (const mongoc_host_list_t* host = mongoc_uri_get_hosts(uri); host != nullptr; host = host->next) {
    route.is_local = route.is_local && is_this_machine(host->host);
  }
  return route;
}

std::uint64_t data_size(const Client& client, const std::string& database) {
  const UniqueBson command(BCON_NEW("dbStats", BCON_INT32(1)));
  Reply reply;
  if (const auto failure = read_command(client, database, *command, reply, "find out the size of", database)) {
    throw failure->error;
  }
  bson_iter_t found;
  if (!bson_iter_init_find(&found, &reply.document(), "dataSize") || !BSON_ITER_HOLDS_NUMBER(&found)) {
    throw Error(ErrorKind::server, "find out the size of", database, "the server does not report it");
  }
  constexpr double largest = 0x1p62;
  return static_cast<std::uint64_t>(std::min(largest, std::max(0.0, bson_iter_as_double(&found))));
}

}  // namespace mongokeep::mongo
