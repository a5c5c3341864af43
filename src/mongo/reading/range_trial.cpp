#include "mongo/reading/range_trial.h"

#include "mongo/driver_error.h"
#include "mongo/handles.h"
#include "mongo/reading/id_filter.h"

namespace mongokeep::mongo {

bool understands_ranges(const Client& client, const Namespace& ns, const std::vector<std::uint8_t>& id,
                        const std::vector<std::uint8_t>& end) {
  // One that has to be looked at: the index leads there at once.
  const UniqueBson itself(bson_new_from_data(id.data(), id.size()));
  const UniqueBson behind = filter_of({.after = id, .up_to = {}});
  const UniqueBson between = filter_of({.after = id, .up_to = end});
  const UniqueBson filter(BCON_NEW("$and", "[", BCON_DOCUMENT(itself.get()), "{", "$or", "[",
                                   BCON_DOCUMENT(behind.get()), BCON_DOCUMENT(between.get()), "]", "}", "]"));
  const UniqueBson opts(BCON_NEW("limit", BCON_INT64(1)));
  const UniqueCollection collection(
      mongoc_client_get_collection(client.get(), ns.database.c_str(), ns.collection.c_str()));
  const UniqueCursor cursor(
      mongoc_collection_find_with_opts(collection.get(), filter.get(), opts.get(), client.read_prefs()));
  const bson_t* document = nullptr;
  if (mongoc_cursor_next(cursor.get(), &document)) return false;
  bson_error_t error;
  const bson_t* reply = nullptr;
  if (mongoc_cursor_error_document(cursor.get(), &error, &reply)) {
    throw failure_from(client, error, reply, "read the collection", ns.text()).error;
  }
  return true;
}

}  // namespace mongokeep::mongo
