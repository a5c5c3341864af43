#include "restore/filter/filter_parser.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string_view>

#include "restore/filter/operand.h"
#include "restore/filter/value_test.h"

namespace mongokeep::restore {

namespace {

using extjson::BsonType;
using extjson::BsonView;
using extjson::Element;
using extjson::ElementReader;
using Relation = Comparison::Relation;

constexpr std::string_view known_operators =
    "Use $eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $exists, $type, $size or $not after a field, or $and, $or or $nor "
    "instead of a field";

/// A field under which operators and values stand.
class FieldParser {
 public:
  explicit FieldParser(std::string_view path) : path_(path) {}

  /// What stands behind the field: operators, all of which have to hold, or a value that it has to be equal to.
  std::unique_ptr<FilterExpression> parse(const Element& predicate) const {
    if (is_operators(predicate)) return parse_operators(predicate);
    refuse_undefined(predicate);
    refuse_regular_expression(predicate);
    return test<Comparison>(Relation::equal, predicate);
  }

 private:
  template <typename Test, typename... Arguments>
  std::unique_ptr<FilterExpression> test(Arguments&&... arguments) const {
    return std::make_unique<FieldTest>(FieldPath(path_), std::make_unique<Test>(std::forward<Arguments>(arguments)...));
  }

  std::unique_ptr<FilterExpression> parse_operators(const Element& predicate) const {
    Expressions parts;
    ElementReader reader(predicate.as_document());
    while (const auto part = reader.next()) parts.push_back(parse_operator(*part));
    return std::make_unique<AllOf>(std::move(parts));
  }

  std::unique_ptr<FilterExpression> parse_operator(const Element& operation) const {
    const std::string_view name = operation.key;
    if (name == "$eq") return comparison(Relation::equal, operation);
    if (name == "$gt") return comparison(Relation::greater, operation);
    if (name == "$gte") return comparison(Relation::greater_or_equal, operation);
    if (name == "$lt") return comparison(Relation::less, operation);
    if (name == "$lte") return comparison(Relation::less_or_equal, operation);
    if (name == "$ne") return negated(comparison(Relation::equal, operation));
    if (name == "$in") return test<OneOf>(equalities(operation));
    if (name == "$nin") return negated(test<OneOf>(equalities(operation)));
    if (name == "$exists") return is_true(operation) ? test<Existence>() : negated(test<Existence>());
    if (name == "$type") return test<TypeTest>(types(operation));
    if (name == "$size") return test<SizeTest>(size(operation));
    if (name == "$not") return negated(operand_of_not(operation));
    throw filter_error(fmt::format("the operator {} is not supported after the field {}", name, path_),
                       std::string(known_operators));
  }

  static std::unique_ptr<FilterExpression> negated(std::unique_ptr<FilterExpression> part) {
    return std::make_unique<Not>(std::move(part));
  }

  std::unique_ptr<FilterExpression> comparison(Relation relation, const Element& operand) const {
    refuse_undefined(operand);
    // Asked with $eq, a regular expression is a value.
    if (operand.key != "$eq") refuse_regular_expression(operand);
    return test<Comparison>(relation, operand);
  }

  static std::vector<Comparison> equalities(const Element& list) {
    if (list.type != BsonType::array) throw filter_error(fmt::format("{} needs an array", list.key));
    std::vector<Comparison> equalities;
    ElementReader reader(list.as_document());
    while (const auto operand = reader.next()) {
      if (is_operators(*operand)) throw filter_error(fmt::format("{} cannot have operators in its array", list.key));
      refuse_undefined(*operand);
      refuse_regular_expression(*operand);
      equalities.emplace_back(Relation::equal, *operand);
    }
    return equalities;
  }

  std::unique_ptr<FilterExpression> operand_of_not(const Element& operand) const {
    refuse_regular_expression(operand);
    if (!is_operators(operand)) throw filter_error("$not needs a document of operators");
    return parse_operators(operand);
  }

  std::string_view path_;
};

Expressions parse_filters(const Element& list) {
  if (list.type != BsonType::array) throw filter_error(fmt::format("{} needs an array of filters", list.key));
  Expressions filters;
  ElementReader reader(list.as_document());
  while (const auto filter = reader.next()) {
    if (filter->type != BsonType::document) throw filter_error(fmt::format("{} needs an array of filters", list.key));
    filters.push_back(parse_filter(filter->as_document()));
  }
  if (filters.empty()) throw filter_error(fmt::format("the array of {} is empty", list.key));
  return filters;
}

std::unique_ptr<FilterExpression> parse_logical(const Element& operation) {
  const std::string_view name = operation.key;
  if (name == "$and") return std::make_unique<AllOf>(parse_filters(operation));
  if (name == "$or") return std::make_unique<AnyOf>(parse_filters(operation));
  if (name == "$nor") return std::make_unique<Not>(std::make_unique<AnyOf>(parse_filters(operation)));
  throw filter_error(fmt::format("the operator {} is not supported instead of a field", name),
                     std::string(known_operators));
}

}  // namespace

std::unique_ptr<FilterExpression> parse_filter(BsonView filter) {
  Expressions parts;
  ElementReader reader(filter);
  while (const auto part = reader.next()) {
    parts.push_back(part->key.starts_with('$') ? parse_logical(*part) : parse_field(part->key, *part));
  }
  return std::make_unique<AllOf>(std::move(parts));
}

std::unique_ptr<FilterExpression> parse_field(std::string_view path, const Element& predicate) {
  return FieldParser(path).parse(predicate);
}

}  // namespace mongokeep::restore
