#pragma once

#include <string>
#include <vector>

#include "cli/settings/given_values.h"

namespace mongokeep::cli {

/// What the environment says.
struct Environment {
  GivenValues given;
  /// Variables that begin like ours, are none of ours and not near one: a container platform's, perhaps
  /// (Kubernetes makes MONGOKEEP_SERVICE_HOST and the like for a service called mongokeep).
  std::vector<std::string> unknown;
};

/// Reads the MONGOKEEP_… variables among `entries` ("NAME=VALUE"). An empty one counts as not set; lists are
/// separated by commas. Throws Error{configuration} for a name that is nearly one of ours: a setting that is
/// misspelt must not be taken for one that was not made.
Environment read_environment(const std::vector<std::string>& entries);

}  // namespace mongokeep::cli
