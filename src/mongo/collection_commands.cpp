#include "mongo/collection_commands.h"

#include <string>
#include <utility>

#include "extjson/bson_bytes.h"
#include "extjson/raw_document.h"
#include "mongo/catalogue.h"
#include "mongo/driver_error.h"
#include "mongo/find_any.h"
#include "mongo/handles.h"
#include "mongo/writing/acknowledged_command.h"

namespace mongokeep::mongo {

namespace {

void run(const Client& client, const Namespace& ns, extjson::RawDocument command, const char* operation,
         Confirmation& confirmation) {
  Reply reply;
  const auto failure =
      run_acknowledged(client, ns.database, std::move(command), reply, confirmation, operation, ns.text());
  if (failure) throw failure->error;
}

}  // namespace

void create_collection(const Client& client, const Namespace& ns, extjson::BsonView options,
                       Confirmation& confirmation) {
  extjson::RawDocument command;
  command.add_string("create", ns.collection);
  command.add_members_of(options);
  run(client, ns, std::move(command), "create the collection", confirmation);
}

void create_indexes(const Client& client, const Namespace& ns, const std::vector<extjson::BsonView>& indexes,
                    IndexForm form, Confirmation& confirmation) {
  if (indexes.empty()) return;
  extjson::RawDocument command;
  command.add_string("createIndexes", ns.collection);
  command.begin_array("indexes");
  std::size_t position = 0;
  for (const extjson::BsonView& index : indexes) {
    const extjson::BsonBytes spec = index_spec(index, form);
    command.add_document(std::to_string(position++), extjson::view_of(spec));
  }
  command.end();
  run(client, ns, std::move(command), "build indexes of", confirmation);
}

void set_expiry(const Client& client, const Namespace& ns, const extjson::Element& expire_after_seconds,
                Confirmation& confirmation) {
  extjson::RawDocument command;
  command.add_string("collMod", ns.collection);
  command.add(expire_after_seconds.key, expire_after_seconds.type, expire_after_seconds.value);
  run(client, ns, std::move(command), "change the collection", confirmation);
}

void stop_expiry(const Client& client, const Namespace& ns, Confirmation& confirmation) {
  extjson::RawDocument command;
  command.add_string("collMod", ns.collection);
  command.add_string("expireAfterSeconds", "off");
  run(client, ns, std::move(command), "change the collection", confirmation);
}

void drop_collection(const Client& client, const Namespace& ns, Confirmation& confirmation) {
  extjson::RawDocument command;
  command.add_string("drop", ns.collection);
  Reply reply;
  const auto failure =
      run_acknowledged(client, ns.database, std::move(command), reply, confirmation, "drop the collection", ns.text());
  if (failure && !is_gone(client, ns, *failure)) throw failure->error;
}

void drop_database(const Client& client, const std::string& database, Confirmation& confirmation) {
  extjson::RawDocument command;
  command.add_int32("dropDatabase", 1);
  Reply reply;
  const auto failure =
      run_acknowledged(client, database, std::move(command), reply, confirmation, "drop the database", database);
  if (failure) throw failure->error;
}

bool has_documents(const Client& client, const Namespace& ns) {
  const UniqueBson everything(bson_new());
  const UniqueBson opts(BCON_NEW("limit", BCON_INT64(1), "projection", "{", "_id", BCON_INT32(1), "}"));
  // A secondary may not know yet.
  const UniqueReadPrefs primary(mongoc_read_prefs_new(MONGOC_READ_PRIMARY));
  return finds_any(client, ns, *everything, *opts, primary.get(), "read from");
}

}  // namespace mongokeep::mongo
