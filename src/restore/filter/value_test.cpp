#include "restore/filter/value_test.h"

#include <algorithm>
#include <compare>

#include "extjson/number_order.h"
#include "extjson/type_order.h"
#include "extjson/value_order.h"

namespace mongokeep::restore {

using extjson::BsonType;
using extjson::Element;
using extjson::TypeGroup;

bool Comparison::matches(const Element* value) const {
  if (value == nullptr && operand_.type == BsonType::null) return allows_equal();
  if (value == nullptr) return matches_other_group();
  const TypeGroup group = extjson::type_group(operand_.type);
  if (group != extjson::type_group(value->type)) return matches_other_group();
  const std::weak_ordering order = extjson::compare_values(*value, operand_);
  if (std::is_eq(order)) return allows_equal();
  // Sorted, NaN is below all other numbers; asked, it is neither below nor above any.
  if (group == TypeGroup::number && (extjson::is_nan(*value) || extjson::is_nan(operand_))) return false;
  switch (relation_) {
    case Relation::equal: return false;
    case Relation::greater:
    case Relation::greater_or_equal: return std::is_gt(order);
    case Relation::less:
    case Relation::less_or_equal: break;
  }
  return std::is_lt(order);
}

bool Comparison::matches_other_group() const {
  switch (relation_) {
    case Relation::equal: return false;
    case Relation::greater:
    case Relation::greater_or_equal: return operand_.type == BsonType::min_key;
    case Relation::less:
    case Relation::less_or_equal: break;
  }
  return operand_.type == BsonType::max_key;
}

bool OneOf::matches(const Element* value) const {
  return std::any_of(equalities_.begin(), equalities_.end(),
                     [value](const Comparison& equality) { return equality.matches(value); });
}

bool TypeTest::matches(const Element* value) const {
  return value != nullptr && std::find(types_.begin(), types_.end(), value->type) != types_.end();
}

bool SizeTest::matches(const Element* value) const {
  if (value == nullptr || value->type != BsonType::array) return false;
  std::size_t count = 0;
  extjson::ElementReader reader(value->as_document());
  while (reader.next()) ++count;
  return count == size_;
}

}  // namespace mongokeep::restore
