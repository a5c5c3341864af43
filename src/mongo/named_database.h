#pragma once

#include <string>

namespace mongokeep::mongo {

/// The database that a person named, and where.
struct NamedDatabase {
  enum class Place { nowhere, setting, connection_string };
  std::string name;
  Place place = Place::nowhere;
};

/// `setting` is what `--db` gives, `in_uri` what default_database() does; either may be empty. Throws
/// Error{configuration} where both name one, and not the same.
NamedDatabase named_database(const std::string& setting, const std::string& in_uri);

/// For hints: how to log in by a database without naming it as the one that is meant.
std::string auth_source_hint(const std::string& database);

}  // namespace mongokeep::mongo
