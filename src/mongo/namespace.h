#pragma once

#include <string>
#include <string_view>

namespace mongokeep::mongo {

/// A database and a collection in it.
struct Namespace {
  std::string database;
  std::string collection;

  std::string text() const { return database + "." + collection; }
};

/// `config` is the cluster's own state and `local` the node's: neither can be put back.
inline bool is_server_own_database(std::string_view database) {
  return database == "config" || database == "local";
}

/// The same, and `admin`, which may hold collections of the users' own beside users and roles.
inline bool is_system_database(std::string_view database) {
  return database == "admin" || is_server_own_database(database);
}

}  // namespace mongokeep::mongo
