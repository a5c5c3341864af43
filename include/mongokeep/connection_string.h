#pragma once

#include <string>

namespace mongokeep {

/// Throws Error{configuration}, which names the place or the option that is wrong and never a secret, for what the
/// services would refuse as a connection string. Asks no server.
void check_connection_string(const std::string& uri);

/// Overwrites with `*` what is secret in a connection string that lies in memory which others can read, such as the
/// arguments of the process; also where its scheme is missing or wrong.
void hide_secrets(char* connection_string);

}  // namespace mongokeep
