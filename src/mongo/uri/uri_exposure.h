#pragma once

#include <string_view>
#include <vector>

#include "base/files/exposure.h"

namespace mongokeep::mongo {

/// What a connection string gives up of its connection's safety: checks of TLS that it turns off, and a password
/// without TLS. Nothing for one that is faulty (uri_check.h). Asks nobody.
std::vector<Exposure> uri_exposures(std::string_view uri);

/// Of the files that it names: the certificate with its secret key, and the authorities.
std::vector<Exposure> exposures_of_uri_files(std::string_view uri);

/// Whether the host, without a port, is this machine: by its name or number, or a socket's path.
bool is_this_machine(std::string_view host);

}  // namespace mongokeep::mongo
