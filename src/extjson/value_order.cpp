#include "extjson/value_order.h"

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "extjson/bson_error.h"
#include "extjson/little_endian.h"
#include "extjson/number_order.h"
#include "extjson/type_order.h"

namespace mongokeep::extjson {

namespace {

using Bytes = std::span<const std::uint8_t>;

std::weak_ordering compare_values(const Element& left, const Element& right, int depth);

std::weak_ordering compare_bytes(Bytes left, Bytes right) {
  const auto text = [](Bytes bytes) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  return text(left) <=> text(right);
}

std::weak_ordering compare_size_then_bytes(Bytes left, Bytes right) {
  if (left.size() != right.size()) return left.size() <=> right.size();
  return compare_bytes(left, right);
}

/// The text of a string, a symbol or a code: what stands between its length and its NUL.
Bytes text_of(const Element& element) {
  return element.value.subspan(4, element.value.size() - 5);
}

std::uint8_t boolean_of(const Element& element) {
  const std::uint8_t byte = element.value.front();
  if (byte > 1) throw_invalid_bson(0, {}, "a boolean is neither 0 nor 1");
  return byte;
}

template <typename Number>
std::weak_ordering compare_as(const Element& left, const Element& right) {
  return load_little_endian<Number>(left.value.data()) <=> load_little_endian<Number>(right.value.data());
}

/// `depth` counts the documents around these.
std::weak_ordering compare_documents(BsonView left, BsonView right, int depth) {
  if (depth >= deepest_nesting) throw_invalid_bson(0, {}, "documents are nested more than 200 levels deep");
  ElementReader left_elements(left);
  ElementReader right_elements(right);
  while (true) {
    const std::optional<Element> left_element = left_elements.next();
    const std::optional<Element> right_element = right_elements.next();
    if (!left_element || !right_element) return left_element.has_value() <=> right_element.has_value();
    const TypeGroup left_group = type_group(left_element->type);
    const TypeGroup right_group = type_group(right_element->type);
    if (left_group != right_group) return left_group <=> right_group;
    if (left_element->key != right_element->key) return left_element->key <=> right_element->key;
    const std::weak_ordering order = compare_values(*left_element, *right_element, depth + 1);
    if (std::is_neq(order)) return order;
  }
}

std::weak_ordering compare_code_with_scope(const Element& left, const Element& right, int depth) {
  const CodeWithScope left_parts = code_with_scope_of(left);
  const CodeWithScope right_parts = code_with_scope_of(right);
  const std::weak_ordering order = compare_bytes(left_parts.code, right_parts.code);
  return std::is_neq(order) ? order : compare_documents(left_parts.scope, right_parts.scope, depth);
}

std::weak_ordering compare_in_group(TypeGroup group, const Element& left, const Element& right, int depth) {
  switch (group) {
    case TypeGroup::min_key:
    case TypeGroup::undefined:
    case TypeGroup::null:
    case TypeGroup::max_key: break;
    case TypeGroup::number: return compare_numbers(left, right);
    case TypeGroup::string:
    case TypeGroup::code: return compare_bytes(text_of(left), text_of(right));
    case TypeGroup::document:
    case TypeGroup::array: return compare_documents(left.as_document(), right.as_document(), depth);
    // Their length and their subtype stand in front of the bytes.
    case TypeGroup::binary:
    case TypeGroup::db_pointer: return compare_size_then_bytes(left.value, right.value);
    case TypeGroup::object_id: return std::memcmp(left.value.data(), right.value.data(), 12) <=> 0;
    case TypeGroup::boolean: return boolean_of(left) <=> boolean_of(right);
    case TypeGroup::date_time: return compare_as<std::int64_t>(left, right);
    case TypeGroup::timestamp: return compare_as<std::uint64_t>(left, right);
    // Pattern and options, whose NULs are below whatever a longer pattern has there.
    case TypeGroup::regular_expression: return compare_bytes(left.value, right.value);
    case TypeGroup::code_with_scope: return compare_code_with_scope(left, right, depth);
  }
  return std::weak_ordering::equivalent;
}

std::weak_ordering compare_values(const Element& left, const Element& right, int depth) {
  const TypeGroup group = type_group(left.type);
  if (left.type != right.type) {
    const TypeGroup right_group = type_group(right.type);
    if (group != right_group) return group <=> right_group;
  }
  return compare_in_group(group, left, right, depth);
}

}  // namespace

std::weak_ordering compare_values(const Element& left, const Element& right) {
  return compare_values(left, right, 1);
}

}  // namespace mongokeep::extjson
