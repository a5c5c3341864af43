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

}  // namespace mongokeep::mongo
