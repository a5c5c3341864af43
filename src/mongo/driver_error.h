#pragma once

#include <string>

#include "mongo/connection.h"
#include "mongo/handles.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

/// What the driver reported, sorted by what a caller can do about it.
struct Failure {
  /// Of kind `connection` where the server cannot be reached or is not ready (an election, a shutdown), so that
  /// anything can be tried again; otherwise of kind `server`.
  Error error;
  int code = 0;              ///< the server's, or 0
  bool lost_cursor = false;  ///< the server no longer knows the cursor: a new one may do
  bool was_sent = true;      ///< false where no server was found to send it to
};

/// The server's error codes that are looked at by number (MongoDB's error_codes.yml).
namespace code {
inline constexpr int unauthorized = 13;
inline constexpr int namespace_not_found = 26;
inline constexpr int command_not_found = 59;
inline constexpr int document_validation_failure = 121;
inline constexpr int command_not_supported_on_view = 166;
inline constexpr int api_strict_error = 323;
inline constexpr int unknown_option = 40415;  // IDLUnknownField
}  // namespace code

/// What was asked for, for the hint to one who is not allowed to.
enum class Access { read, write };

/// Whether the network, or a server that is away, is to blame.
bool is_network(const bson_error_t& error);

/// A refusal without the command that the server repeats in it: documents have no place in logs and results. The name
/// of the command stays.
std::string without_command(std::string reason);

/// A server's reason, with its error code behind it.
std::string with_code(std::string reason, int code);

/// `operation` and `subject` as for Error; `reply` is the server's answer where there was one, else null. What the
/// driver and the server say passes the client's redactor.
Failure failure_from(const Client& client, const bson_error_t& error, const bson_t* reply, std::string operation,
                     std::string subject, Access access = Access::read);

}  // namespace mongokeep::mongo
