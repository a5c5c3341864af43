#include "mongo/trial_read.h"

#include "mongo/find_any.h"

namespace mongokeep::mongo {

namespace {

/// A view may have to look at a whole collection for its first document.
constexpr int longest_search_ms = 3000;

}  // namespace

void try_to_read(const Client& client, const Namespace& ns) {
  const UniqueBson everything(bson_new());
  const UniqueBson opts(BCON_NEW("limit", BCON_INT64(1), "projection", "{", "_id", BCON_INT32(1), "}", "maxTimeMS",
                                 BCON_INT32(longest_search_ms)));
  finds_any(client, ns, *everything, *opts, client.read_prefs(), "read");
}

}  // namespace mongokeep::mongo
