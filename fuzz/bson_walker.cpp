// Any bytes as a document: what writes, compares and walks BSON either does so or refuses it. The input is the
// document.

#include <compare>
#include <vector>

#include "extjson/bson_element.h"
#include "extjson/duplicate_keys.h"
#include "extjson/value_order.h"
#include "fuzz/exact_bytes.h"
#include "fuzz/require.h"
#include "fuzz/target.h"
#include "fuzz/text_round_trip.h"

namespace mongokeep::fuzz {

namespace {

using extjson::Element;

/// Comparing all with all is work.
constexpr std::size_t most_compared = 8;

/// The document itself, and its first values.
std::vector<Element> values_of(extjson::BsonView document) {
  std::vector<Element> values = {{extjson::BsonType::document, {}, document.bytes()}};
  extjson::ElementReader reader(document);
  while (values.size() < most_compared) {
    const auto element = reader.next();
    if (!element) break;
    values.push_back(*element);
  }
  return values;
}

void require_order(const std::vector<Element>& values) {
  for (const Element& left : values) {
    require(std::is_eq(compare_values(left, left)), "a value is equal to itself");
    for (const Element& right : values) {
      const std::weak_ordering order = compare_values(left, right);
      require(compare_values(right, left) == (0 <=> order), "two values are compared alike from both sides");
      if (std::is_gt(order)) continue;
      for (const Element& third : values) {
        if (std::is_gt(compare_values(right, third))) continue;
        require(std::is_lteq(compare_values(left, third)), "the order of three values has no circle");
      }
    }
  }
}

/// Bytes of which nobody knows whether they are a document.
void walk(extjson::BsonView document) {
  unless_refused(ErrorKind::invalid_data, [&] { return has_duplicate_keys(document); });
  unless_refused(ErrorKind::invalid_data, [&] {
    const std::vector<Element> values = values_of(document);
    for (const Element& value : values) compare_values(value, values.front());
    return true;
  });
}

}  // namespace

void check_input(std::string_view input) {
  const ExactBytes bytes(input);
  const extjson::BsonView document = bytes.document();
  walk(document);
  const auto canonical = text_of(document, JsonFormat::canonical);
  const auto relaxed = text_of(document, JsonFormat::relaxed);
  const auto plain = text_of(document, JsonFormat::plain);
  require(canonical.has_value() == relaxed.has_value() && canonical.has_value() == plain.has_value(),
          "what is a document is one in every format");
  if (!canonical) return;
  require_way_back(document, canonical->view());
  require_order(values_of(document));
}

}  // namespace mongokeep::fuzz
