#pragma once

#include <string>

#include "mongokeep/hooks.h"

namespace mongokeep::hooks {

enum class Happening { started, succeeded, failed };

/// What hooks are told.
struct Notice {
  Task task;
  Happening happening;
  /// One JSON object: a command's standard input. Empty for `started`.
  std::string report;
  /// The same without the list of collections: the body of a ping. May be empty for `started`.
  std::string short_report;
};

}  // namespace mongokeep::hooks
