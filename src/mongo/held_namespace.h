#pragma once

#include <string>
#include <string_view>

#include "mongo/namespace.h"

namespace mongokeep::mongo {

// Which collections a backup holds, by their names. A backup copies no others, and a restore writes no others: a
// manifest may come from anybody.

/// Whether this is the server's own: of the databases `config` and `local`, or one of the `system.` collections but the
/// stored functions. `system.views` and `system.buckets.*` come back by way of the views and time-series collections;
/// `system.profile`, `system.users` and the like are not the database's data.
bool is_server_own(const Namespace& ns);

/// Why MongoDB has no database of this name; empty where it may.
std::string wrong_database(std::string_view name);

/// Why no server has a collection of this name (MongoDB's manual, "Naming Restrictions", on Unix, but for the length,
/// where others are more lenient); empty where one may.
std::string wrong_name(const Namespace& ns);

/// Why no backup holds a collection of this name; empty where one may.
std::string why_never_held(const Namespace& ns);

}  // namespace mongokeep::mongo
