#include "mongo/find_any.h"

#include "mongo/driver_error.h"

namespace mongokeep::mongo {

bool finds_any(const Client& client, const Namespace& ns, const bson_t& filter, const bson_t& opts,
               const mongoc_read_prefs_t* prefs, const std::string& operation) {
  const UniqueCollection collection(
      mongoc_client_get_collection(client.get(), ns.database.c_str(), ns.collection.c_str()));
  const UniqueCursor cursor(mongoc_collection_find_with_opts(collection.get(), &filter, &opts, prefs));
  const bson_t* document = nullptr;
  if (mongoc_cursor_next(cursor.get(), &document)) return true;
  bson_error_t error;
  const bson_t* reply = nullptr;
  if (mongoc_cursor_error_document(cursor.get(), &error, &reply)) {
    throw failure_from(client, error, reply, operation, ns.text()).error;
  }
  return false;
}

}  // namespace mongokeep::mongo
