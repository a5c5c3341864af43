#include "mongo/writing/presence.h"

#include <algorithm>
#include <compare>
#include <string>

#include "extjson/bson_element.h"
#include "extjson/value_order.h"
#include "mongo/server_cursor.h"

namespace mongokeep::mongo {

using extjson::BsonType;
using extjson::BsonView;
using extjson::Element;

namespace {

/// One of our documents, to be found again by its `_id`.
struct Sought {
  Element id;
  BsonView document;
  Presence* presence;
};

bool is_before(const Element& left, const Element& right) {
  return std::is_lt(extjson::compare_values(left, right));
}

/// A query takes these for something else than the value itself.
bool can_be_asked_for(const Element& id) {
  return id.type != BsonType::regular_expression && id.type != BsonType::undefined;
}

/// {_id: {$in: […]}}
extjson::RawDocument filter_for(std::span<const Sought> sought) {
  extjson::RawDocument filter;
  filter.begin_document("_id");
  filter.begin_array("$in");
  std::size_t position = 0;
  for (const Sought& one : sought) filter.add(std::to_string(position++), one.id.type, one.id.value);
  filter.end();
  filter.end();
  return filter;
}

/// Marks those that the found document concerns. `sought` is in the order of `_id`.
void mark(std::span<Sought> sought, BsonView found) {
  const auto id = extjson::find_element(found, "_id");
  if (!id) return;
  auto at = std::lower_bound(sought.begin(), sought.end(), *id,
                             [](const Sought& one, const Element& value) { return is_before(one.id, value); });
  bool is_matched = false;
  for (; at != sought.end() && !is_before(*id, at->id); ++at) {
    const bool is_same = !is_matched && are_same(at->document, found);
    is_matched = is_matched || is_same;
    *at->presence = is_same ? Presence::same : Presence::different;
  }
}

void look_up_some(const WriteContext& context, std::span<Sought> sought) {
  extjson::RawDocument filter_bytes = filter_for(sought);
  const bson_t filter = static_bson(filter_bytes.finish());
  const UniqueBson no_opts(bson_new());
  const UniqueReadPrefs primary(mongoc_read_prefs_new(MONGOC_READ_PRIMARY));
  // What was just written has to be seen, whatever the connection string says of reading.
  ServerCursor cursor(context.client, {.ns = context.ns,
                                       .command = find_command(context.ns, filter, *no_opts),
                                       .prefs = primary.get(),
                                       .concern = CursorQuestion::Concern::none,
                                       .operation = "look up documents in",
                                       .subject = context.ns.text(),
                                       .access = Access::write});
  if (const auto failure = for_each(cursor, [&](BsonView found) { mark(sought, found); })) throw failure->error;
}

}  // namespace

std::vector<Presence> look_up(const WriteContext& context, const DocumentBatch& batch, Indexes indexes) {
  std::vector<Presence> found(indexes.size(), Presence::absent);
  std::vector<Sought> sought;
  for (std::size_t position = 0; position < indexes.size(); ++position) {
    const BsonView document = batch[indexes[position]];
    const auto id = extjson::find_element(document, "_id");
    if (id && can_be_asked_for(*id)) sought.push_back({*id, document, &found[position]});
  }
  std::stable_sort(sought.begin(), sought.end(),
                   [](const Sought& left, const Sought& right) { return is_before(left.id, right.id); });
  constexpr std::size_t most_bytes = 8 * 1024 * 1024;
  constexpr std::size_t most_ids = 5000;
  for (std::span<Sought> rest(sought); !rest.empty();) {
    std::size_t count = 0;
    for (std::size_t bytes = 0; count < rest.size() && count < most_ids && bytes < most_bytes; ++count) {
      bytes += rest[count].id.value.size();
    }
    look_up_some(context, rest.first(count));
    rest = rest.subspan(count);
  }
  return found;
}

}  // namespace mongokeep::mongo
