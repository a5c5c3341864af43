#include "mongo/writing/write_concern.h"

#include "mongo/driver_error.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

namespace {

constexpr int unknown_mode = 79;
constexpr int unsatisfiable = 100;

std::optional<WriteConcernError> error_at(const Client& client, const bson_t& reply, const std::string& path) {
  bson_iter_t code;
  if (!bson_iter_init(&code, &reply) || !bson_iter_find_descendant(&code, (path + ".code").c_str(), &code) ||
      !BSON_ITER_HOLDS_NUMBER(&code)) {
    return std::nullopt;
  }
  WriteConcernError error{static_cast<int>(bson_iter_as_int64(&code)), "the server gave no reason"};
  bson_iter_t text;
  if (bson_iter_init(&text, &reply) && bson_iter_find_descendant(&text, (path + ".errmsg").c_str(), &text) &&
      BSON_ITER_HOLDS_UTF8(&text)) {
    error.reason = client.redactor().cleaned_foreign(bson_iter_utf8(&text, nullptr));
  }
  return error;
}

}  // namespace

UniqueWriteConcern substitute_write_concern(const Client& client) {
  if (mongoc_write_concern_is_acknowledged(mongoc_client_get_write_concern(client.get()))) return nullptr;
  UniqueWriteConcern by_primary(mongoc_write_concern_new());
  mongoc_write_concern_set_w(by_primary.get(), 1);
  return by_primary;
}

std::optional<WriteConcernError> write_concern_error_in(const Client& client, const bson_t& reply) {
  if (auto error = error_at(client, reply, "writeConcernError")) return error;
  return error_at(client, reply, "writeConcernErrors.0");
}

void Confirmation::deny(const WriteConcernError& error) {
  if (missing_.empty()) missing_ = with_code(error.reason, error.code);
}

void check_write_concern(const Client& client, const std::string& database) {
  const mongoc_write_concern_t* concern = mongoc_client_get_write_concern(client.get());
  if (mongoc_write_concern_is_default(concern) || !mongoc_write_concern_is_acknowledged(concern)) return;
  const UniqueBson command(BCON_NEW("delete", "mongokeep_write_concern", "deletes", "[", "{", "q", "{", "_id", "{",
                                    "$in", "[", "]", "}", "}", "limit", BCON_INT32(1), "}", "]"));
  Reply reply;
  mongoc_client_write_command_with_opts(client.get(), database.c_str(), command.get(), nullptr, reply.out(), nullptr);
  const auto error = write_concern_error_in(client, reply.document());
  if (!error || (error->code != unknown_mode && error->code != unsatisfiable)) return;
  throw Error(
      ErrorKind::configuration, "write to", client.hosts(), with_code(error->reason, error->code),
      "Correct the write concern in the connection string: w must be `majority` or at most the number of members");
}

}  // namespace mongokeep::mongo
