#include "mongo/sharding.h"

#include <cstdint>

#include "mongo/driver_error.h"
#include "mongo/handles.h"
#include "mongo/primary.h"
#include "mongo/server_cursor.h"

namespace mongokeep::mongo {

namespace {

constexpr const char* operation = "read the shard key of";

bool is_router(const Client& client) {
  bson_error_t error;
  const std::optional<Primary> primary = find_primary(client, error);
  if (!primary) throw failure_from(client, error, nullptr, operation, client.hosts()).error;
  return primary->is_router;
}

std::optional<std::string> key_in(const bson_t& entry) {
  bson_iter_t found;
  if (bson_iter_init_find(&found, &entry, "dropped") && bson_iter_as_bool(&found)) return std::nullopt;
  if (!bson_iter_init_find(&found, &entry, "key") || !BSON_ITER_HOLDS_DOCUMENT(&found)) return std::nullopt;
  std::uint32_t length = 0;
  const std::uint8_t* data = nullptr;
  bson_iter_document(&found, &length, &data);
  bson_t key;
  if (!bson_init_static(&key, data, length)) return std::nullopt;
  char* const text = bson_as_relaxed_extended_json(&key, nullptr);
  std::string copy = text == nullptr ? "" : text;
  bson_free(text);
  return copy;
}

/// Where the catalogue may not be read, the collection's own figures tell as much as that it is sharded.
std::optional<std::string> key_unseen(const Client& client, const Namespace& ns) {
  const UniqueBson command(BCON_NEW("collStats", BCON_UTF8(ns.collection.c_str())));
  Reply reply;
  bson_error_t error;
  if (!mongoc_client_command_simple(client.get(), ns.database.c_str(), command.get(), nullptr, reply.out(), &error)) {
    throw failure_from(client, error, &reply.document(), operation, ns.text()).error;
  }
  bson_iter_t sharded;
  const bool is_sharded = bson_iter_init_find(&sharded, &reply.document(), "sharded") && bson_iter_as_bool(&sharded);
  return is_sharded ? std::optional<std::string>("a key that this user has no right to read") : std::nullopt;
}

}  // namespace

std::optional<std::string> catalogued_shard_key(const Client& client, const Namespace& ns) {
  const UniqueBson filter(BCON_NEW("_id", BCON_UTF8(ns.text().c_str())));
  const UniqueBson no_opts(bson_new());
  const Namespace catalogue{"config", "collections"};
  const UniqueReadPrefs primary(mongoc_read_prefs_new(MONGOC_READ_PRIMARY));
  ServerCursor cursor(client, {.ns = catalogue,
                               .command = find_command(catalogue, *filter, *no_opts),
                               .prefs = primary.get(),
                               .concern = CursorQuestion::Concern::of_connection,
                               .operation = operation,
                               .subject = ns.text()});
  switch (cursor.next()) {
    using enum ServerCursor::Step;
    case document: {
      bson_t entry;
      const extjson::BsonView found = cursor.document();
      return bson_init_static(&entry, found.data, found.size) ? key_in(entry) : std::nullopt;
    }
    case end: return std::nullopt;
    case failed: break;
  }
  if (cursor.failure().code == code::unauthorized) return key_unseen(client, ns);
  throw cursor.failure().error;
}

std::optional<std::string> shard_key(const Client& client, const Namespace& ns) {
  return is_router(client) ? catalogued_shard_key(client, ns) : std::nullopt;
}

}  // namespace mongokeep::mongo
