#include "mongo/reading/id_order.h"

#include <compare>

#include "extjson/value_order.h"
#include "mongo/index_spec.h"

namespace mongokeep::mongo {

namespace {

using extjson::BsonType;

bool may_hold_strings(BsonType type) {
  return type == BsonType::string || type == BsonType::symbol || type == BsonType::document || type == BsonType::array;
}

}  // namespace

std::string IdOrder::problem_with(const std::optional<extjson::Element>& id) {
  if (!id) {
    ++without_id_;
    return {};
  }
  std::string problem;
  if (has_last_) {
    const bool by_collation =
        strings_ == Strings::by_collation && may_hold_strings(last_type_) && may_hold_strings(id->type);
    if (by_collation) {
      ++not_compared_;
    } else {
      const std::weak_ordering order = extjson::compare_values(*last(), *id);
      if (order == 0) ++shared_;
      if (order > 0) problem = "its _id sorts before the _id of the previous document";
    }
  }
  has_last_ = true;
  last_type_ = id->type;
  last_value_.assign(id->value.begin(), id->value.end());
  return problem;
}

std::optional<extjson::Element> IdOrder::last() const {
  if (!has_last_) return std::nullopt;
  return extjson::Element{last_type_, extjson::id_key, last_value_};
}

IdOrder::Strings order_of_strings(extjson::BsonView options) {
  return has_default_collation(options) ? IdOrder::Strings::by_collation : IdOrder::Strings::by_bytes;
}

}  // namespace mongokeep::mongo
