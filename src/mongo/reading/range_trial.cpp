#include "mongo/reading/range_trial.h"

#include "mongo/find_any.h"
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
  return !finds_any(client, ns, *filter, *opts, client.read_prefs(), "read the collection");
}

}  // namespace mongokeep::mongo
