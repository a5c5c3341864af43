#include "mongo/index_spec.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "extjson/raw_document.h"
#include "extjson/type_order.h"

namespace mongokeep::mongo {

namespace {

using extjson::BsonType;
using extjson::BsonView;
using extjson::Element;

template <std::size_t count>
bool is_among(const std::array<std::string_view, count>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// IEEE 754-2008, decimal128: all 113 bits of the significand are 0, and it is no NaN nor infinity. Its exponent and
/// sign are in the last two bytes, but for one bit.
bool is_decimal_zero(std::span<const std::uint8_t> value) {
  const bool has_digits = std::any_of(value.begin(), value.begin() + 14, [](auto byte) { return byte != 0; });
  const bool is_special = (value[15] & 0x78U) == 0x78U;
  return !has_digits && (value[14] & 1U) == 0 && !is_special;
}

bool is_zero(const Element& element) {
  if (element.type == BsonType::decimal128) return is_decimal_zero(element.value);
  if (element.type != BsonType::number_double) {
    return std::all_of(element.value.begin(), element.value.end(), [](auto byte) { return byte == 0; });
  }
  double value = 0;
  std::memcpy(&value, element.value.data(), sizeof(value));
  return value == 0;
}

/// As servers take a value for a switch.
bool is_on(const Element& element) {
  if (element.type == BsonType::boolean) return element.value[0] != 0;
  if (extjson::is_number(element.type)) return !is_zero(element);
  return element.type != BsonType::null && element.type != BsonType::undefined;
}

bool is_simple_collation(const Element& element) {
  if (element.key != "collation" || element.type != BsonType::document) return false;
  const auto locale = extjson::find_element(element.as_document(), "locale");
  return locale && locale->type == BsonType::string && locale->as_text() == "simple";
}

constexpr std::array<std::string_view, 5> index_switches = {"unique", "sparse", "hidden", "prepareUnique", "clustered"};
constexpr std::array<std::string_view, 5> index_remarks = {"ns", "v", "background", "dropDups", "flags"};
/// What createIndexes knows (MongoDB manual, "createIndexes").
constexpr std::array<std::string_view, 18> index_options = {"2dsphereIndexVersion",
                                                            "bits",
                                                            "bucketSize",
                                                            "coarsestIndexedLevel",
                                                            "collation",
                                                            "columnstoreProjection",
                                                            "default_language",
                                                            "expireAfterSeconds",
                                                            "finestIndexedLevel",
                                                            "key",
                                                            "language_override",
                                                            "max",
                                                            "min",
                                                            "name",
                                                            "partialFilterExpression",
                                                            "storageEngine",
                                                            "textIndexVersion",
                                                            "weights"};

bool is_known_option(std::string_view name) {
  return is_among(index_options, name) || is_among(index_switches, name) || name == "wildcardProjection";
}

bool is_direction(const Element& element) {
  if (element.type == BsonType::string) return !element.as_text().empty();
  return extjson::is_number(element.type) && !is_zero(element);
}

void add_key(extjson::RawDocument& spec, const Element& key, IndexForm form) {
  if (!form.converts_legacy || key.type != BsonType::document) return spec.add(key.key, key.type, key.value);
  spec.begin_document(key.key);
  extjson::ElementReader fields(key.as_document());
  while (const std::optional<Element> field = fields.next()) {
    if (is_direction(*field)) {
      spec.add(field->key, field->type, field->value);
    } else {
      spec.add_int32(field->key, 1);
    }
  }
  spec.end();
}

std::string_view string_of(BsonView document, std::string_view key) {
  const auto found = extjson::find_element(document, key);
  return found && found->type == BsonType::string ? found->as_text() : std::string_view();
}

}  // namespace

extjson::BsonBytes index_spec(BsonView index, IndexForm form) {
  extjson::RawDocument spec;
  bool has_collation = false;
  extjson::ElementReader reader(index);
  while (const std::optional<Element> member = reader.next()) {
    if (is_among(index_remarks, member->key) || is_simple_collation(*member)) continue;
    if (form.converts_legacy && !is_known_option(member->key)) continue;
    has_collation = has_collation || member->key == "collation";
    if (member->key == "key") {
      add_key(spec, *member, form);
    } else if (!is_among(index_switches, member->key)) {
      spec.add(member->key, member->type, member->value);
    } else if (is_on(*member)) {
      spec.add_bool(member->key, true);
    }
  }
  if (form.writes_simple_collation && !has_collation) {
    spec.begin_document("collation");
    spec.add_string("locale", "simple");
    spec.end();
  }
  return spec.take();
}

extjson::BsonBytes collection_options(BsonView options) {
  extjson::RawDocument spec;
  extjson::ElementReader reader(options);
  while (const std::optional<Element> member = reader.next()) {
    if (member->key == "flags" || is_simple_collation(*member)) continue;
    if (member->key == "autoIndexId" && is_on(*member)) continue;
    if (member->key != "capped") {
      spec.add(member->key, member->type, member->value);
    } else if (is_on(*member)) {
      spec.add_bool(member->key, true);
    }
  }
  return spec.take();
}

bool has_default_collation(BsonView options) {
  const auto collation = extjson::find_element(options, "collation");
  return collation && !is_simple_collation(*collation);
}

bool is_automatic_index(BsonView index, BsonView options) {
  const auto timeseries = extjson::find_element(options, "timeseries");
  const auto key = extjson::find_element(index, "key");
  if (!timeseries || timeseries->type != BsonType::document || !key || key->type != BsonType::document) return false;
  const std::array<std::string_view, 2> expected = {string_of(timeseries->as_document(), "metaField"),
                                                    string_of(timeseries->as_document(), "timeField")};
  std::size_t position = 0;
  extjson::ElementReader fields(key->as_document());
  while (const std::optional<Element> field = fields.next()) {
    if (position == expected.size() || field->key != expected[position++] || !extjson::is_number(field->type))
      return false;
  }
  return position == expected.size();
}

}  // namespace mongokeep::mongo
