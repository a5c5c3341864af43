#include "mongo/read_command.h"

namespace mongokeep::mongo {

std::optional<Failure> read_command(const Client& client, const std::string& database, const bson_t& command,
                                    Reply& reply, const std::string& operation, const std::string& subject) {
  bson_error_t error;
  if (mongoc_client_command_simple(client.get(), database.c_str(), &command, client.read_prefs(), reply.out(),
                                   &error)) {
    return std::nullopt;
  }
  return failure_from(client, error, &reply.document(), operation, subject);
}

std::chrono::nanoseconds round_trip_of_ping(const Client& client, const std::string& operation) {
  const UniqueBson ping(BCON_NEW("ping", BCON_INT32(1)));
  Reply reply;
  const auto begin = std::chrono::steady_clock::now();
  if (const auto failure = read_command(client, "admin", *ping, reply, operation, client.hosts())) throw failure->error;
  return std::chrono::steady_clock::now() - begin;
}

}  // namespace mongokeep::mongo
