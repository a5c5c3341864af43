#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mongo/connection.h"

namespace mongokeep::mongo {

/// What a user may do to one resource.
struct Privilege {
  bool is_anything = false;  ///< every database and more; otherwise:
  std::string database;      ///< empty: of every database but the system's
  std::string collection;    ///< empty: every one but the system's
  std::vector<std::string> actions;
};

/// Who is logged in, as the server says it (connectionStatus).
struct Login {
  std::vector<std::string> users;     ///< "keeper@admin"; empty: nobody had to log in
  std::vector<std::string> roles;     ///< "read@shop", sorted
  std::vector<Privilege> privileges;  ///< empty where the server does not tell them

  /// Whether the role, of whatever database, is among them.
  bool has_role(std::string_view name) const;
  /// Whether the action is allowed in all of the database; an empty name: in every database.
  bool may(std::string_view action, std::string_view database) const;
};

/// Nothing where the server does not know the command. Throws Error{connection}, Error{server}.
std::optional<Login> login_of(const Client& client);

}  // namespace mongokeep::mongo
