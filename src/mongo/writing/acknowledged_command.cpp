#include "mongo/writing/acknowledged_command.h"

#include <utility>

namespace mongokeep::mongo {

namespace {

std::optional<WriteConcernError> done_unconfirmed(const Client& client, const bson_t& reply) {
  bson_iter_t ok;
  const bool is_done = bson_iter_init_find(&ok, &reply, "ok") && bson_iter_as_bool(&ok);
  return is_done ? write_concern_error_in(client, reply) : std::nullopt;
}

}  // namespace

std::optional<Failure> run_acknowledged(const Client& client, const std::string& database, extjson::RawDocument command,
                                        Reply& reply, Confirmation& confirmation, std::string operation,
                                        std::string subject) {
  const bson_t view = static_bson(command.finish());
  const UniqueBson opts(bson_new());
  if (const UniqueWriteConcern concern = substitute_write_concern(client)) {
    mongoc_write_concern_append(concern.get(), opts.get());
  }
  bson_error_t error;
  if (mongoc_client_write_command_with_opts(client.get(), database.c_str(), &view, opts.get(), reply.out(), &error)) {
    return std::nullopt;
  }
  // The driver calls what was done, and is only not confirmed, a failure too.
  if (const auto unconfirmed = done_unconfirmed(client, reply.document())) {
    confirmation.deny(*unconfirmed);
    return std::nullopt;
  }
  return failure_from(client, error, &reply.document(), std::move(operation), std::move(subject), Access::write);
}

}  // namespace mongokeep::mongo
