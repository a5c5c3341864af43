#include "mongo/named_database.h"

#include "mongokeep/error.h"

namespace mongokeep::mongo {

NamedDatabase named_database(const std::string& setting, const std::string& in_uri) {
  if (!setting.empty() && !in_uri.empty() && setting != in_uri) {
    throw Error(ErrorKind::configuration, "use", "database " + setting,
                "the connection string names another database, " + in_uri,
                "Name the database in one place only. " + auth_source_hint(in_uri));
  }
  if (!setting.empty()) return {setting, NamedDatabase::Place::setting};
  if (!in_uri.empty()) return {in_uri, NamedDatabase::Place::connection_string};
  return {};
}

std::string auth_source_hint(const std::string& database) {
  return "To authenticate against " + database + ", write ?authSource=" + database + " instead";
}

}  // namespace mongokeep::mongo
