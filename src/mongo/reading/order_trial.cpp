#include "mongo/reading/order_trial.h"

#include <compare>
#include <optional>
#include <utility>

#include "extjson/bson_element.h"
#include "extjson/value_order.h"
#include "mongo/handles.h"
#include "mongo/reading/id_filter.h"
#include "mongo/server_cursor.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

namespace {

/// To count so many entries of an index takes milliseconds.
constexpr std::uint64_t few = 10'000;

CursorQuestion question(const Namespace& ns, UniqueBson command) {
  return {.ns = ns,
          .command = std::move(command),
          .concern = CursorQuestion::Concern::of_connection,
          .operation = "check the order of",
          .subject = ns.text()};
}

bool are_no_more_than(const Client& client, const Namespace& ns, const bson_t& filter, std::uint64_t documents) {
  const auto limit = static_cast<std::int64_t>(documents) + 1;
  const auto found = first_of(
      client, question(ns, UniqueBson(BCON_NEW("aggregate", BCON_UTF8(ns.collection.c_str()), "pipeline", "[", "{",
                                               "$match", BCON_DOCUMENT(&filter), "}", "{", "$limit", BCON_INT64(limit),
                                               "}", "{", "$count", BCON_UTF8("n"), "}", "]", "cursor", "{", "}"))));
  if (!found) return true;
  bson_t counted;
  bson_iter_t number;
  return bson_init_static(&counted, found->data(), found->size()) && bson_iter_init_find(&number, &counted, "n") &&
         BSON_ITER_HOLDS_NUMBER(&number) && bson_iter_as_int64(&number) < limit;
}

/// Whether the last one before `last` is not the first of all, which a server gives that does not sort. Which of the
/// two comes first may only a collation know.
bool leads_back_from_the_end(const Client& client, const Namespace& ns, const bson_t& filter, const GivenIds& given) {
  const UniqueBson opts(BCON_NEW("sort", "{", "_id", BCON_INT32(-1), "}", "limit", BCON_INT64(1)));
  const auto found = first_of(client, question(ns, find_command(ns, filter, *opts)));
  if (!found) return false;
  const auto id = extjson::find_element(extjson::view_of(*found), extjson::id_key);
  const auto first = extjson::find_element(extjson::view_of(given.first), extjson::id_key);
  return id && first && std::is_neq(extjson::compare_values(*id, *first));
}

}  // namespace

bool has_given_all_before(const Client& client, const Namespace& ns, const GivenIds& given) {
  if (given.last.empty()) return false;
  const UniqueBson filter = filter_before(given.last);
  try {
    return given.before_last <= few ? are_no_more_than(client, ns, *filter, given.before_last)
                                    : leads_back_from_the_end(client, ns, *filter, given);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::connection || error.kind() == ErrorKind::stopped) throw;
    return false;
  }
}

}  // namespace mongokeep::mongo
