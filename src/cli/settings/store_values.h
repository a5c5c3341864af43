#pragma once

#include <string>

#include "cli/settings/given_values.h"
#include "cli/settings/settings.h"

namespace mongokeep::cli {

/// Gives `assign` each store that has a value of this setting, and that value alone.
void for_each_store(Settings& settings, const Given& given, void (*assign)(StoreSettings& store, const Given& given));

/// The same as what a row of the table has.
template <auto assign>
void in_each_store(Settings& settings, const Given& given) {
  for_each_store(settings, given, assign);
}

/// The store's own rules, made when the first of them is given.
KeepRules& keep_rules(StoreSettings& store);

/// The file and line where a store was given: "mongokeep.toml:12".
std::string line_of(const Given& given);

/// `offsite` and `offsite:` name one store wherever only a store can be meant.
std::string without_colon(const std::string& store);

/// The name in `offsite:`. Throws Error{usage} for a word without the colon.
std::string store_in(const Given& given);

}  // namespace mongokeep::cli
