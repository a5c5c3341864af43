#include "restore/filter/filter_expression.h"

#include <algorithm>

namespace mongokeep::restore {

bool AllOf::matches(extjson::BsonView document) const {
  return std::all_of(parts_.begin(), parts_.end(), [&](const auto& part) { return part->matches(document); });
}

bool AnyOf::matches(extjson::BsonView document) const {
  return std::any_of(parts_.begin(), parts_.end(), [&](const auto& part) { return part->matches(document); });
}

}  // namespace mongokeep::restore
