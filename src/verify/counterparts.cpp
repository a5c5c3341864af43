#include "verify/counterparts.h"

#include <algorithm>
#include <utility>

#include "base/text/shell_word.h"
#include "mongokeep/error.h"

namespace mongokeep::verify {

Counterparts::Counterparts(const archive::OpenBackup& backup, mongo::NamedDatabase named, const char* operation)
    : backup_(backup), named_(std::move(named)) {
  check(operation);
}

void Counterparts::check(const char* operation) const {
  const std::string path = backup_.path().string();
  const auto refused = [&](std::string cause, std::string hint) {
    return Error(ErrorKind::configuration, operation, path, std::move(cause), std::move(hint));
  };
  if (backup_.is_legacy() && named_.name.empty()) {
    throw refused("it does not say which database it came from, and no database was named",
                  "Name the database in the connection string (mongodb://host/shop) or with --db");
  }
  if (backup_.is_of_all_databases() && named_.place == mongo::NamedDatabase::Place::connection_string) {
    throw refused(
        "it is a backup of all databases, but the connection string names one, " + named_.name,
        "For all databases, remove the name from the connection string. For that database only, name it with --db. " +
            mongo::auth_source_hint(named_.name));
  }
  const auto& records = backup_.manifest().collections;
  if (backup_.is_of_all_databases() && !named_.name.empty() &&
      std::none_of(records.begin(), records.end(), [&](const auto& record) { return are_meant(record); })) {
    throw refused("it does not contain the database " + named_.name,
                  "`mongokeep show " + shell_word(path) + "` lists its databases and collections");
  }
  if (named_.place == mongo::NamedDatabase::Place::connection_string && mongo::is_system_database(named_.name) &&
      named_.name != backup_.manifest().database) {
    const bool can_be_meant = !mongo::is_server_own_database(named_.name);
    throw refused(
        "the connection string names a system database, " + named_.name,
        mongo::auth_source_hint(named_.name) + (can_be_meant ? ". If you mean that database, name it with --db" : ""));
  }
}

bool Counterparts::are_meant(const archive::CollectionRecord& record) const {
  return !backup_.is_of_all_databases() || named_.name.empty() || record.database == named_.name;
}

mongo::Namespace Counterparts::source(const archive::CollectionRecord& record) const {
  return {backup_.is_legacy() ? named_.name : backup_.database_of(record), record.name};
}

mongo::Namespace Counterparts::target(const archive::CollectionRecord& record) const {
  return {backup_.is_of_all_databases() || named_.name.empty() ? backup_.database_of(record) : named_.name,
          record.name};
}

}  // namespace mongokeep::verify
