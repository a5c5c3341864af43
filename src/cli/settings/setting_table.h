#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings/given_values.h"
#include "cli/settings/settings.h"

namespace mongokeep::cli {

/// Settings that belong together: under one heading in the help, and taken by a command all at once.
enum class SettingGroup {
  backup_choice,      ///< the word that names a stored backup
  stored_collection,  ///< and the one that names a collection in it
  new_key,
  connection,
  reading,
  parallelism,
  database_choice,
  choice_of_collections,
  selection,
  restoring,
  verification,
  store,
  form,
  encryption,  ///< to whom
  passphrase,  ///< both ways
  legacy,      ///< what to do about old servers' indexes
  downgrade,   ///< what to do without encryption where it is expected
  keys,        ///< what opens what is encrypted
  alarms,
  run_choice,
  schedule,
  drill,
  hooks,
  retention,
  stores,        ///< copies off this machine
  store_choice,  ///< the word that names a store
  store_words,   ///< what to do with which store
  push_choice,   ///< which backups to ship
  store_filter,  ///< which stores to use
  rehearsal,
  health,
  result,
  progress,  ///< how far it is, in a log
  general,
};

/// What values a setting takes, and how a configuration file writes them.
enum class ValueKind {
  text,          ///< a string that is not empty
  choice,        ///< one of the words in `value_name`
  whole_number,  ///< 0 or more
  boolean,
  list,    ///< strings
  models,  ///< "User", "Person=people", or in a file { name = "Person", collection = "people" }
};

/// One thing that a user can set. A key that begins with `stores.` stands in each [[stores]]. What it has no name for
/// in a source cannot be set there.
struct Setting {
  std::string_view key;       ///< in the configuration file, dotted where it is in a table
  std::string_view variable;  ///< of the environment
  std::string_view flag;      ///< as CLI11 takes it: "-d,--db"; without dashes: a bare word of the command line
  ValueKind kind;
  std::string_view value_name;  ///< in the help: "NAME"; for a choice its words: "json|text"
  SettingGroup group;
  std::string_view help;
  /// Writes the checked value to its place. None for settings that no command of this version carries out.
  void (*assign)(Settings&, const Given&);
};

/// The whole table: the one place that knows which settings there are and what they are called.
std::span<const Setting> all_settings();

/// The setting with this key, variable or flag; the name must be one.
const Setting& setting_named(std::string_view name);

/// "-d,--db" → {"-d", "--db"}.
std::vector<std::string> flag_names(const Setting& setting);

/// The name that messages use: the long one.
std::string shown_flag(const Setting& setting);

/// The words of a choice.
std::vector<std::string> choices(const Setting& setting);

/// Whether the setting takes any number of values.
bool takes_many(const Setting& setting);

/// Whether it stands in each [[stores]] of a configuration file, and nowhere else.
bool is_of_each_store(const Setting& setting);

/// Whether the setting is in one of the groups.
bool is_in(const Setting& setting, std::span<const SettingGroup> groups);

}  // namespace mongokeep::cli
