#include "mongo/acknowledged_command.h"

#include <utility>

namespace mongokeep::mongo {

UniqueWriteConcern substitute_write_concern(const Client& client) {
  if (mongoc_write_concern_is_acknowledged(mongoc_client_get_write_concern(client.get()))) return nullptr;
  UniqueWriteConcern by_primary(mongoc_write_concern_new());
  mongoc_write_concern_set_w(by_primary.get(), 1);
  return by_primary;
}

std::optional<Failure> run_acknowledged(const Client& client, const std::string& database, RawDocument command,
                                        Reply& reply, std::string operation, std::string subject) {
  const extjson::BsonView bytes = command.finish();
  bson_t view;
  bson_init_static(&view, bytes.data, bytes.size);
  const UniqueBson opts(bson_new());
  if (const UniqueWriteConcern concern = substitute_write_concern(client)) {
    mongoc_write_concern_append(concern.get(), opts.get());
  }
  bson_error_t error;
  if (mongoc_client_write_command_with_opts(client.get(), database.c_str(), &view, opts.get(), reply.out(), &error)) {
    return std::nullopt;
  }
  return failure_from(client, error, &reply.document(), std::move(operation), std::move(subject), Access::write);
}

}  // namespace mongokeep::mongo
