#include "cli/settings/conflicts.h"

#include <array>
#include <string_view>

#include "cli/settings/setting_table.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

struct Conflict {
  std::string_view one;
  std::string_view other;
  std::string_view advice;
};

constexpr auto conflicts = std::to_array<Conflict>({
    {"uri", "MONGOKEEP_URI_FILE", "Give the connection string in one place only"},
    {"drill.uri", "MONGOKEEP_DRILL_URI_FILE", "Give the connection string in one place only"},
    {"all_databases", "database", "Name one database or choose all databases, not both"},
    {"all_databases", "collections", "To choose collections in all databases, use --nsInclude '*.NAME'"},
    {"all_databases", "exclude_collections", "To leave out collections in all databases, use --nsExclude '*.NAME'"},
    {"all_databases", "models", "Models belong to one database: name it with --db instead"},
    {"collections", "exclude_collections", "Name the collections to copy or the collections to leave out, not both"},
    {"collections", "models", "A model names a collection already: use one or the other"},
    {"collections", "ns_include", "Choose collections by name or by pattern, not both"},
    {"models", "ns_include", "Choose collections by model or by pattern, not both"},
    {"--drop", "--mode", "Use one or the other: after --drop there are no documents for --mode to handle"},
    {"--drop", "--query",
     "Use --mode instead of --drop: --drop would remove all documents, --query restores only some"},
    {"--against", "MONGOKEEP_AGAINST_FILE", "Give the connection string in one place only"},
    {"--quiet", "--verbose", "Use one or the other"},
});

/// Whether the setting was given and not switched off.
bool holds(const GivenValues& given, const Setting& setting) {
  const auto found = given.find(&setting);
  if (found == given.end() || found->second.values.empty()) return false;
  return setting.kind != ValueKind::boolean || found->second.values.front() == "true";
}

}  // namespace

void settle_conflicts(GivenValues& given) {
  for (const Conflict& conflict : conflicts) {
    const Setting& one = setting_named(conflict.one);
    const Setting& other = setting_named(conflict.other);
    if (!holds(given, one) || !holds(given, other)) continue;
    const Given& first = given.at(&one);
    const Given& second = given.at(&other);
    if (first.source == second.source) {
      throw Error(first.source == Source::flag ? ErrorKind::usage : ErrorKind::configuration, "use the setting",
                  first.origin, "it contradicts " + second.origin, std::string(conflict.advice));
    }
    given.erase(first.source < second.source ? &one : &other);
  }
}

}  // namespace mongokeep::cli
