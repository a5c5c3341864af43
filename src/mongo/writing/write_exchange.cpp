#include "mongo/writing/write_exchange.h"

#include <memory>
#include <utility>

#include "extjson/bson_element.h"
#include "mongo/handles.h"
#include "mongo/passing_codes.h"
#include "mongo/wire/sent_writes.h"
#include "mongo/writing/acknowledged_command.h"

namespace mongokeep::mongo {

using extjson::BsonView;

namespace {

using UniqueBulk = std::unique_ptr<mongoc_bulk_operation_t, DestroyWith<mongoc_bulk_operation_destroy>>;

WriteExchange failed(const WriteContext& context, const bson_error_t& error, const bson_t& reply) {
  return {.failure = failure_from(context.client, error, &reply, write_operation, context.ns.text(), Access::write)};
}

bool add(mongoc_bulk_operation_t* bulk, WriteMode mode, BsonView document, const bson_t& opts, bson_error_t* error) {
  const bson_t view = static_bson(document);
  if (mode != WriteMode::upsert) return mongoc_bulk_operation_insert_with_opts(bulk, &view, &opts, error);
  extjson::RawDocument filter_bytes = id_filter(document);
  const bson_t filter = static_bson(filter_bytes.finish());
  return mongoc_bulk_operation_replace_one_with_opts(bulk, &filter, &view, &opts, error);
}

WriteExchange exchange_in_bulk(const WriteContext& context, const DocumentBatch& batch, Indexes indexes) {
  const UniqueCollection collection(
      mongoc_client_get_collection(context.client.get(), context.ns.database.c_str(), context.ns.collection.c_str()));
  const UniqueBson unordered(BCON_NEW("ordered", BCON_BOOL(false)));
  const UniqueBulk bulk(mongoc_collection_create_bulk_operation_with_opts(collection.get(), unordered.get()));
  if (const UniqueWriteConcern concern = substitute_write_concern(context.client)) {
    mongoc_bulk_operation_set_write_concern(bulk.get(), concern.get());
  }
  if (context.validation == Validation::bypassed) {
    mongoc_bulk_operation_set_bypass_document_validation(bulk.get(), true);
  }
  const UniqueBson opts(BCON_NEW("validate", BCON_BOOL(false)));
  if (context.mode == WriteMode::upsert) BSON_APPEND_BOOL(opts.get(), "upsert", true);
  bson_error_t error;
  Reply reply;
  for (const std::size_t index : indexes) {
    if (!add(bulk.get(), context.mode, batch[index], *opts, &error)) return failed(context, error, reply.document());
  }
  // Errors of single documents make it return 0 as well.
  const bool is_done = mongoc_bulk_operation_execute(bulk.get(), reply.out(), &error) != 0;
  std::optional<WriteConcernError> unconfirmed = write_concern_error_in(context.client, reply.document());
  const bool is_answered = is_done || unconfirmed || has_write_errors(reply.document());
  if (!is_answered || (unconfirmed && passes(unconfirmed->code))) return failed(context, error, reply.document());
  return {.reply = read_bulk_reply(context.client, reply.document()), .unconfirmed = std::move(unconfirmed)};
}

WriteExchange exchange_by_command(const WriteContext& context, const DocumentBatch& batch, Indexes indexes,
                                  EmptyTimestamps timestamps) {
  Reply reply;
  Confirmation confirmation;
  std::optional<Failure> failure =
      run_acknowledged(context.client, context.ns.database, write_command(context, batch, indexes, timestamps), reply,
                       confirmation, write_operation, context.ns.text());
  if (failure) return {.failure = std::move(failure)};
  std::optional<WriteConcernError> unconfirmed = write_concern_error_in(context.client, reply.document());
  if (unconfirmed && passes(unconfirmed->code)) {
    const bson_error_t none{};
    return failed(context, none, reply.document());
  }
  return {.reply = read_command_reply(context.client, reply.document()), .unconfirmed = std::move(unconfirmed)};
}

}  // namespace

Carriage carriage_for(WriteMode mode, BsonView document) {
  const bool would_get_an_id = mode != WriteMode::upsert && !extjson::find_element(document, "_id");
  return would_get_an_id || has_empty_timestamp(document) ? Carriage::command : Carriage::bulk;
}

WriteExchange exchange(const WriteContext& context, const DocumentBatch& batch, Indexes indexes, Carriage carriage) {
  const auto watched = [&](auto send) {
    const wire::SentWrites before = context.client.sent_writes();
    WriteExchange exchanged = send();
    exchanged.was_sent_again = context.client.sent_writes().has_repetition_since(before);
    return exchanged;
  };
  if (carriage == Carriage::bulk) return watched([&] { return exchange_in_bulk(context, batch, indexes); });
  const auto by_command = [&](EmptyTimestamps timestamps) {
    return watched([&] { return exchange_by_command(context, batch, indexes, timestamps); });
  };
  WriteExchange exchanged = by_command(EmptyTimestamps::left);
  if (!exchanged.failure || exchanged.failure->code != code::unknown_option) return exchanged;
  return by_command(EmptyTimestamps::as_is);
}

}  // namespace mongokeep::mongo
