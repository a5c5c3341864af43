#include "mongo/named_database.h"

#include "mongokeep/error.h"

namespace mongokeep::mongo {

NamedDatabase named_database(const std::string& setting, const std::string& in_uri) {
  if (!setting.empty() && !in_uri.empty() && setting != in_uri) {
    throw Error(ErrorKind::configuration, "use", "database " + setting,
                "the connection string names another one, " + in_uri,
                "Give the same in both places or only one. " + auth_source_hint(in_uri));
  }
  if (!setting.empty()) return {setting, NamedDatabase::Place::setting};
  if (!in_uri.empty()) return {in_uri, NamedDatabase::Place::connection_string};
  return {};
}

std::string auth_source_hint(const std::string& database) {
  return "To log in by " + database + ", write it as ?authSource=" + database + " instead";
}

}  // namespace mongokeep::mongo
