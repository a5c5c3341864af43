// Bytes from outside, changed in any places: what reads and compares them either does or throws, and touches nothing
// outside of them. Worth most under the sanitizers; pages that cannot be read stand around the bytes in any build.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <optional>

#include "extjson/bson_element.h"
#include "extjson/duplicate_keys.h"
#include "extjson/guarded_bytes.h"
#include "extjson/ordered_values.h"
#include "extjson/rich_document.h"
#include "extjson/value_order.h"
#include "mongokeep/error.h"

namespace mongokeep::extjson {
namespace {

/// A document of a few values of the table, or the one of all types.
Bytes any_document() {
  if (*rc::gen::inRange(0, 4) == 0) return rich_document();
  const auto& groups = ordered_values();
  BsonBuilder document;
  for (int left = *rc::gen::inRange(1, 6); left > 0; --left) {
    const auto& equals = groups[*rc::gen::inRange<std::size_t>(0, groups.size())];
    const OrderedValue& value = equals[*rc::gen::inRange<std::size_t>(0, equals.size())];
    document.add(value.type, "k", value.value);
  }
  return document.bytes();
}

/// The same with some bytes changed, most of them to what means something in BSON, and cut short at times.
Bytes changed(Bytes bytes) {
  static constexpr int telling_bytes[] = {0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0B, 0x0C, 0x0F, 0x13, 0x7F, 0x80, 0xFF};
  for (int left = *rc::gen::inRange(1, 5); left > 0; --left) {
    const bool is_telling = *rc::gen::arbitrary<bool>();
    const int byte = is_telling ? telling_bytes[*rc::gen::inRange<std::size_t>(0, std::size(telling_bytes))]
                                : *rc::gen::inRange(0, 256);
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = static_cast<std::uint8_t>(byte);
  }
  if (*rc::gen::inRange(0, 8) == 0) bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size()));
  return bytes;
}

/// What a step gives; nothing where it throws that the bytes are not BSON.
template <typename Step>
auto unless_invalid(Step step) -> std::optional<decltype(step())> {
  try {
    return step();
  } catch (const Error& error) {
    RC_ASSERT(error.kind() == ErrorKind::invalid_data);
    return std::nullopt;
  }
}

int count_elements(BsonView document) {
  int count = 0;
  ElementReader reader(document);
  while (const auto element = reader.next()) {
    RC_ASSERT(element->value.data() >= document.data);
    RC_ASSERT(element->value.data() + element->value.size() <= document.data + document.size);
    ++count;
  }
  return count;
}

RC_GTEST_PROP(MutatedBson, IsReadOrRefused, ()) {
  const GuardedBytes bytes(changed(any_document()));
  unless_invalid([&] { return count_elements(bytes.view()); });
  unless_invalid([&] { return has_duplicate_keys(bytes.view()); });
}

RC_GTEST_PROP(MutatedBson, IsComparedOrRefusedFromBothSidesAlike, ()) {
  const Bytes original = any_document();
  const GuardedBytes left_bytes(changed(original));
  const GuardedBytes right_bytes(*rc::gen::arbitrary<bool>() ? original : changed(original));
  const auto compare = [](const GuardedBytes& left, const GuardedBytes& right) {
    return unless_invalid([&] {
      return sign_of(compare_values({BsonType::document, {}, left.view().bytes()},
                                    {BsonType::document, {}, right.view().bytes()}));
    });
  };
  const auto order = compare(left_bytes, right_bytes);
  const auto other_side = compare(right_bytes, left_bytes);
  RC_ASSERT(order.has_value() == other_side.has_value());
  if (order) RC_ASSERT(*other_side == -*order);
}

}  // namespace
}  // namespace mongokeep::extjson
