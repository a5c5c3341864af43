#include "backup/settings_check.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_zone.h"
#include "mongokeep/error.h"
#include "retention/policy.h"

namespace mongokeep::backup {

namespace {

Error wrong_setting(const std::string& subject, std::string cause, std::string hint) {
  return Error(ErrorKind::configuration, "back up", subject, std::move(cause), std::move(hint));
}

/// Patterns are over `database.collection`: one without a dot or a star can fit nothing.
void check_patterns(const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) {
    if (pattern.find_first_of(".*") != std::string::npos) continue;
    throw wrong_setting("the namespaces " + pattern, "a pattern must match `database.collection`",
                        "Write it as *." + pattern);
  }
}

void check_names(std::string_view what, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (!name.empty() && name.find('\0') == std::string::npos) continue;
    throw wrong_setting(std::string(what), "one of the names is empty or contains a NUL",
                        "Use the names that the server shows");
  }
}

void check_choice(const BackupSettings& settings) {
  struct Choice {
    const char* what;
    bool is_made;
  };
  const Choice collections{"collections by name", !settings.collections.empty()};
  const Choice excluded{"excluded collections", !settings.excluded_collections.empty()};
  const Choice models{"models", !settings.models.empty()};
  const Choice patterns{"included namespaces", !settings.included_namespaces.empty()};
  const Choice all{"all databases", settings.all_databases};
  const Choice database{"one database", !settings.database.empty()};
  struct Conflict {
    const Choice& one;
    const Choice& other;
    const char* advice;
  };
  const auto conflicts = std::to_array<Conflict>({
      {all, database, "Choose one database or all databases, not both"},
      {all, collections, "Choose collections across databases by pattern: *.NAME"},
      {all, excluded, "Exclude collections across databases by pattern: *.NAME"},
      {all, models, "Models belong to one database: name it"},
      {collections, excluded, "Name the collections to copy or the collections to leave out, not both"},
      {collections, models, "A model names a collection already: use one or the other"},
      {collections, patterns, "Choose collections by name or by pattern, not both"},
      {models, patterns, "Choose collections by model or by pattern, not both"},
  });
  for (const Conflict& conflict : conflicts) {
    if (!conflict.one.is_made || !conflict.other.is_made) continue;
    throw wrong_setting(conflict.one.what, fmt::format("{} were chosen as well", conflict.other.what), conflict.advice);
  }
}

void check_numbers(const BackupSettings& settings) {
  if (settings.warn_shrink_percent < 1 || settings.warn_shrink_percent > 100) {
    throw wrong_setting(fmt::format("with a warning at {} percent", settings.warn_shrink_percent),
                        "it must be from 1 to 100", "Give 100 to be warned only of collections that are empty now");
  }
  if (settings.zstd_level < 1 || settings.zstd_level > 19) {
    throw wrong_setting(fmt::format("at zstd level {}", settings.zstd_level), "the levels of zstd are 1 to 19",
                        "Level 3 suits most backups");
  }
  if (settings.parallel_collections < 0) {
    throw wrong_setting(fmt::format("{} collections at a time", settings.parallel_collections),
                        "the number is negative", "Give 0 to use the number of cores");
  }
  if (settings.file_mode != 0600 && settings.file_mode != 0640 && settings.file_mode != 0644) {
    throw wrong_setting(fmt::format("with files of mode {:04o}", settings.file_mode), "that mode is not supported",
                        "Use 0600, 0640 or 0644");
  }
}

}  // namespace

void check(const BackupSettings& settings) {
  if (settings.root.empty())
    throw wrong_setting("into a folder", "the root is empty", "Name the folder of the backups");
  check_choice(settings);
  check_names("collections by name", settings.collections);
  check_names("excluded collections", settings.excluded_collections);
  check_patterns(settings.included_namespaces);
  check_patterns(settings.excluded_namespaces);
  check_numbers(settings);
  retention::check({.keep = settings.keep});
  if (!settings.time_zone.empty()) TimeZone::named(settings.time_zone);
}

}  // namespace mongokeep::backup
