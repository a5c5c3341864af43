#pragma once

#include "cli/settings/settings.h"
#include "cli/terminal/console.h"

namespace mongokeep::cli {

/// Warns, at the beginning of a command, of all that lets others read a secret, change the backups or what they are
/// made by, or listen to the server: what it is, and what to type. Nothing fails for it.
void warn_of_exposure(const Settings& settings, Console& console);
/// The same of what lets others read the keys of stores.
void warn_of_exposed_stores(const Settings& settings, Console& console);

}  // namespace mongokeep::cli
