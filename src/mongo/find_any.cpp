#include "mongo/find_any.h"

#include "mongo/server_cursor.h"

namespace mongokeep::mongo {

bool finds_any(const Client& client, const Namespace& ns, const bson_t& filter, const bson_t& opts,
               const mongoc_read_prefs_t* prefs, const std::string& operation) {
  return first_of(client, {.ns = ns,
                           .command = find_command(ns, filter, opts),
                           .prefs = prefs,
                           .concern = CursorQuestion::Concern::of_connection,
                           .operation = operation,
                           .subject = ns.text()})
      .has_value();
}

}  // namespace mongokeep::mongo
