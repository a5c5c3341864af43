#include "mongo/reading/reading_order.h"

#include <string_view>

#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "mongo/index_spec.h"

namespace mongokeep::mongo {

namespace {

/// Whether the option says something, as collection_options() has it.
bool says(extjson::BsonView options, std::string_view name) {
  const extjson::BsonBytes spec = collection_options(options);
  return extjson::find_element(extjson::view_of(spec), name).has_value();
}

}  // namespace

bool is_capped(extjson::BsonView options) {
  return says(options, "capped");
}

OrderedCursor::Order reading_order(const std::string& type, extjson::BsonView options, OfCapped of_capped) {
  using Order = OrderedCursor::Order;
  if (type != "collection") return Order::by_sorting;
  if (of_capped == OfCapped::natural && is_capped(options)) return Order::natural;
  // An old collection may have been made without an index on `_id`: what is left of the option says so.
  return says(options, "autoIndexId") ? Order::by_sorting : Order::by_index;
}

}  // namespace mongokeep::mongo
