#include "mongo/reading/id_filter.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace mongokeep::mongo {

namespace {

/// Types that compare as one, in the server's order (MongoDB manual, "Comparison/Sort Order"). MaxKey stands last.
const std::array<std::vector<bson_type_t>, 14> brackets = {{
    {BSON_TYPE_MINKEY},
    {BSON_TYPE_UNDEFINED, BSON_TYPE_NULL},
    {BSON_TYPE_DOUBLE, BSON_TYPE_INT32, BSON_TYPE_INT64, BSON_TYPE_DECIMAL128},
    {BSON_TYPE_UTF8, BSON_TYPE_SYMBOL},
    {BSON_TYPE_DOCUMENT},
    {BSON_TYPE_BINARY},
    {BSON_TYPE_OID},
    {BSON_TYPE_BOOL},
    {BSON_TYPE_DATE_TIME},
    {BSON_TYPE_TIMESTAMP},
    {BSON_TYPE_DBPOINTER},
    {BSON_TYPE_CODE},
    {BSON_TYPE_CODEWSCOPE},
    {BSON_TYPE_MAXKEY},
}};

/// `$type` takes the types' numbers, and -1 for MinKey (BSON 1.1 stores it as 255).
std::int32_t type_number(bson_type_t type) {
  return type == BSON_TYPE_MINKEY ? -1 : static_cast<std::int32_t>(type);
}

std::size_t bracket_of(bson_type_t type) {
  for (std::size_t index = 0; index < brackets.size(); ++index) {
    for (const bson_type_t member : brackets[index]) {
      if (member == type) return index;
    }
  }
  return brackets.size() - 1;
}

bool is_nan(const bson_iter_t& value) {
  if (BSON_ITER_HOLDS_DOUBLE(&value)) return std::isnan(bson_iter_double(&value));
  if (!BSON_ITER_HOLDS_DECIMAL128(&value)) return false;
  bson_decimal128_t decimal;
  bson_iter_decimal128(&value, &decimal);
  // IEEE 754-2008, decimal128: the combination field begins with 11111.
  return (decimal.high >> 58U & 0x1FU) == 0x1FU;
}

void append_index(bson_t& array, std::uint32_t index, std::int32_t value) {
  bson_append_int32(&array, std::to_string(index).c_str(), -1, value);
}

/// One more alternative of `either`: an `_id` of one of the types of the brackets from `begin` to `end`, if there are
/// any.
void append_types(bson_t& either, const char* position, std::size_t begin, std::size_t end) {
  if (begin == end) return;
  bson_t alternative;
  bson_t on_id;
  bson_t types;
  bson_append_document_begin(&either, position, -1, &alternative);
  bson_append_document_begin(&alternative, "_id", -1, &on_id);
  bson_append_array_begin(&on_id, "$type", -1, &types);
  std::uint32_t index = 0;
  for (std::size_t bracket = begin; bracket < end; ++bracket) {
    for (const bson_type_t type : brackets[bracket]) append_index(types, index++, type_number(type));
  }
  bson_append_array_end(&on_id, &types);
  bson_append_document_end(&alternative, &on_id);
  bson_append_document_end(&either, &alternative);
}

/// Across types.
UniqueBson filter_after(const bson_iter_t& last_id, bool includes_it) {
  const std::size_t bracket = bracket_of(bson_iter_type(&last_id));
  bson_t comparison;
  UniqueBson filter(bson_new());
  bson_t either;
  bson_t alternative;

  bson_append_array_begin(filter.get(), "$or", -1, &either);
  bson_append_document_begin(&either, "0", -1, &alternative);
  bson_append_document_begin(&alternative, "_id", -1, &comparison);
  if (is_nan(last_id)) {
    // NaN sorts before every other number, but nothing compares as greater than it.
    bson_append_double(&comparison, "$gte", -1, -std::numeric_limits<double>::infinity());
  } else {
    bson_append_iter(&comparison, includes_it ? "$gte" : "$gt", -1, &last_id);
  }
  bson_append_document_end(&alternative, &comparison);
  bson_append_document_end(&either, &alternative);
  const char* position = "1";
  if (is_nan(last_id) && includes_it) {
    bson_append_document_begin(&either, position, -1, &alternative);
    bson_append_iter(&alternative, "_id", -1, &last_id);
    bson_append_document_end(&either, &alternative);
    position = "2";
  }

  append_types(either, position, bracket + 1, brackets.size());
  bson_append_array_end(filter.get(), &either);
  return filter;
}

/// Within one type.
UniqueBson filter_between(const bson_iter_t& after, const bson_iter_t& up_to) {
  UniqueBson filter(bson_new());
  bson_t comparison;
  bson_append_document_begin(filter.get(), "_id", -1, &comparison);
  bson_append_iter(&comparison, "$gt", -1, &after);
  bson_append_iter(&comparison, "$lte", -1, &up_to);
  bson_append_document_end(filter.get(), &comparison);
  return filter;
}

/// A view of one end of a range.
class End {
 public:
  explicit End(const std::vector<std::uint8_t>& document) {
    is_there_ = !document.empty() && bson_init_static(&document_, document.data(), document.size()) &&
                bson_iter_init_find(&id_, &document_, "_id");
  }
  bool is_there() const { return is_there_; }
  const bson_iter_t& id() const { return id_; }

 private:
  bson_t document_;
  bson_iter_t id_;
  bool is_there_;
};

}  // namespace

UniqueBson filter_before(const std::vector<std::uint8_t>& id) {
  const End end(id);
  UniqueBson filter(bson_new());
  if (!end.is_there()) return filter;
  const std::size_t bracket = bracket_of(bson_iter_type(&end.id()));
  bson_t either;
  bson_t alternative;
  bson_t on_id;
  bson_append_array_begin(filter.get(), "$or", -1, &either);
  bson_append_document_begin(&either, "0", -1, &alternative);
  bson_append_document_begin(&alternative, "_id", -1, &on_id);
  // Nothing compares as less than NaN.
  bson_append_iter(&on_id, "$lt", -1, &end.id());
  bson_append_document_end(&alternative, &on_id);
  bson_append_document_end(&either, &alternative);
  append_types(either, "1", 0, bracket);
  bson_append_array_end(filter.get(), &either);
  return filter;
}

UniqueBson filter_of(const IdRange& range) {
  const End after(range.after);
  const End up_to(range.up_to);
  if (!after.is_there()) return UniqueBson(bson_new());
  return up_to.is_there() ? filter_between(after.id(), up_to.id()) : filter_after(after.id(), range.includes_after);
}

}  // namespace mongokeep::mongo
