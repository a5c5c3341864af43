#pragma once

#include <string>

#include "mongo/handles.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

/// What the driver reported, sorted by what a caller can do about it.
struct Failure {
  Error error;
  int code = 0;               ///< the server's, or 0
  bool is_transient = false;  ///< asking again later may well succeed: the network, an election, a cursor that was lost
};

/// The server's error codes that are looked at by number (MongoDB's error_codes.yml).
namespace code {
inline constexpr int unauthorized = 13;
inline constexpr int namespace_not_found = 26;
}  // namespace code

/// `operation` and `subject` as for Error; `reply` is the server's answer where there was one, else null.
Failure failure_from(const bson_error_t& error, const bson_t* reply, std::string operation, std::string subject);

}  // namespace mongokeep::mongo
