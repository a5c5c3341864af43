#include "restore/filter/operand.h"

#include <fmt/format.h>

#include <cmath>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "extjson/little_endian.h"
#include "extjson/number_order.h"
#include "extjson/type_order.h"
#include "restore/filter/type_alias.h"

namespace mongokeep::restore {

namespace {

using extjson::BsonType;
using extjson::Element;
using extjson::load_little_endian;

/// The number as an int64, where it is one.
std::optional<std::int64_t> whole_number(const Element& operand) {
  const std::uint8_t* const bytes = operand.value.data();
  switch (operand.type) {
    case BsonType::int32: return load_little_endian<std::int32_t>(bytes);
    case BsonType::int64: return load_little_endian<std::int64_t>(bytes);
    case BsonType::number_double: {
      const auto number = load_little_endian<double>(bytes);
      if (std::trunc(number) == number && std::fabs(number) < 0x1p63) return static_cast<std::int64_t>(number);
      return std::nullopt;
    }
    default: return std::nullopt;
  }
}

void append_types(const Element& name, std::vector<BsonType>& types) {
  if (name.type == BsonType::string) {
    const std::string_view alias(reinterpret_cast<const char*>(name.value.data()) + 4, name.value.size() - 5);
    const std::span<const BsonType> called = types_called(alias);
    if (called.empty()) throw filter_error(fmt::format("$type has no type \"{}\"", alias));
    types.insert(types.end(), called.begin(), called.end());
    return;
  }
  const std::optional<std::int64_t> code = whole_number(name);
  if (!code) throw filter_error("$type needs the name or number of a type, or an array of them");
  const std::optional<BsonType> type = type_of_code(*code);
  if (!type) throw filter_error(fmt::format("$type has no type {}", *code));
  types.push_back(*type);
}

}  // namespace

Error filter_error(std::string cause, std::string hint) {
  return Error(ErrorKind::usage, "read", "the query", std::move(cause), std::move(hint));
}

bool is_operators(const Element& operand) {
  if (operand.type != BsonType::document) return false;
  const extjson::BsonView document = operand.as_document();
  const auto first = extjson::ElementReader(document).next();
  if (!first || !first->key.starts_with('$')) return false;
  return !(extjson::find_element(document, "$ref") && extjson::find_element(document, "$id"));
}

bool is_true(const Element& operand) {
  if (extjson::is_number(operand.type)) {
    constexpr std::uint8_t zero[4] = {};
    return std::is_neq(extjson::compare_numbers(operand, {BsonType::int32, {}, zero}));
  }
  switch (operand.type) {
    case BsonType::boolean: return operand.value.front() != 0;
    case BsonType::null:
    case BsonType::undefined: return false;
    default: return true;
  }
}

std::vector<BsonType> types(const Element& operand) {
  std::vector<BsonType> types;
  if (operand.type != BsonType::array) {
    append_types(operand, types);
    return types;
  }
  extjson::ElementReader reader(operand.as_document());
  while (const auto name = reader.next()) append_types(*name, types);
  if (types.empty()) throw filter_error("the array of $type is empty");
  return types;
}

std::size_t size(const Element& operand) {
  const std::optional<std::int64_t> count = whole_number(operand);
  if (!count || *count < 0) throw filter_error("$size needs a whole number from 0");
  return static_cast<std::size_t>(*count);
}

void refuse_undefined(const Element& operand) {
  if (operand.type == BsonType::undefined) throw filter_error("values cannot be compared with undefined");
}

void refuse_regular_expression(const Element& operand) {
  if (operand.type == BsonType::regular_expression) throw filter_error("regular expressions are not supported");
}

}  // namespace mongokeep::restore
