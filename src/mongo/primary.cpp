#include "mongo/primary.h"

#include <string_view>

namespace mongokeep::mongo {

std::optional<Primary> find_primary(const Client& client, bson_error_t& error) {
  const UniqueServerDescription server(mongoc_client_select_server(client.get(), true, nullptr, &error));
  if (!server) return std::nullopt;
  Primary primary;
  const std::string_view type = mongoc_server_description_type(server.get());
  // A load balancer stands before routers.
  primary.is_router = type == "Mongos" || type == "LoadBalancer";
  const std::int64_t milliseconds = mongoc_server_description_round_trip_time(server.get());
  if (milliseconds >= 0) primary.round_trip = std::chrono::milliseconds(milliseconds);
  return primary;
}

}  // namespace mongokeep::mongo
