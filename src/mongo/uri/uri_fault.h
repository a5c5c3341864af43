#pragma once

#include <string>

namespace mongokeep::mongo {

/// What is wrong with a connection string. Never quotes a user, a password or a value that may hold a secret.
struct UriFault {
  std::string cause;  ///< continues "cannot use the connection string: "
  std::string hint;   ///< a whole sentence: what to do
};

}  // namespace mongokeep::mongo
