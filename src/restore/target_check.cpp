#include "restore/target_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "extjson/bson_bytes.h"
#include "mongo/catalogue.h"
#include "mongo/collection_commands.h"
#include "mongo/reading/reading_order.h"
#include "mongo/sharding.h"
#include "mongokeep/error.h"
#include "restore/namespace_renaming.h"

namespace mongokeep::restore {

namespace {

using Found = RestoredCollection::Found;

/// The collections of the databases that a plan goes to, each asked for once.
class Catalogue {
 public:
  explicit Catalogue(const mongo::Client& client) : client_(client) {}

  Found look_at(const PlannedCollection& planned) {
    const mongo::Namespace& target = planned.target;
    const auto& known = collections_of(target.database);
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.name == target.collection; });
    if (found == known.end()) return Found::nothing;
    if (planned.is_view() || found->type == "view") return Found::filled;
    return mongo::has_documents(client_, target) ? Found::filled : Found::empty;
  }

 private:
  const std::vector<mongo::CollectionInfo>& collections_of(const std::string& database) {
    const auto known = databases_.find(database);
    if (known != databases_.end()) return known->second;
    return databases_.emplace(database, mongo::list_collections(client_, database)).first->second;
  }

  const mongo::Client& client_;
  std::map<std::string, std::vector<mongo::CollectionInfo>> databases_;
};

/// Why documents cannot be brought in like this beside what is there, and what to do; nothing where they can.
std::optional<std::pair<std::string, std::string>> obstacle(const mongo::CollectionInfo& there, RestoreMode mode) {
  const std::string leave_out = "or leave it out with --excludeCollection";
  if (there.type == "view") {
    return std::pair("it is a view, and documents cannot be written to a view", "Drop it with --drop, " + leave_out);
  }
  if (there.type == "timeseries" && mode == RestoreMode::upsert) {
    return std::pair("it is a time-series collection, where documents cannot be replaced",
                     "Use --mode missingOnly for it, " + leave_out);
  }
  if (there.type == "timeseries" && mode == RestoreMode::insert) {
    return std::pair("it is a time-series collection, where existing documents would be stored a second time",
                     "Use --mode missingOnly for it, " + leave_out);
  }
  if (mongo::is_capped(extjson::view_of(there.options)) && mode != RestoreMode::insert) {
    return std::pair("it is a capped collection: new documents would push out existing ones",
                     "Restore it under another name with --nsFrom and --nsTo, replace it with --drop, " + leave_out);
  }
  return std::nullopt;
}

void check_mode(const mongo::Client& client, const std::vector<PlannedCollection>& plan,
                const std::vector<Found>& found, RestoreMode mode) {
  for (std::size_t index = 0; index < plan.size(); ++index) {
    if (plan[index].is_view() || found[index] != Found::filled) continue;
    const auto there = mongo::find_collection(client, plan[index].target);
    const auto why = there ? obstacle(*there, mode) : std::nullopt;
    if (why) throw Error(ErrorKind::configuration, "restore into", plan[index].target.text(), why->first, why->second);
  }
}

/// Whether no collection is in any of the databases of these names with the suffix. Who may not look is told nothing:
/// the restore itself will see.
bool are_free(const mongo::Client& client, const std::set<std::string>& databases, const std::string& suffix) {
  return std::all_of(databases.begin(), databases.end(), [&](const std::string& database) {
    try {
      return mongo::list_collections(client, database + suffix).empty();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::server) throw;
      return true;
    }
  });
}

std::string free_suffix(const mongo::Client& client, const std::set<std::string>& databases) {
  constexpr std::size_t longest_name = 63;
  constexpr int most_tried = 9;
  for (int number = 1; number <= most_tried; ++number) {
    const std::string suffix = number == 1 ? "_restored" : fmt::format("_restored_{}", number);
    const bool fits = std::all_of(databases.begin(), databases.end(), [&](const std::string& database) {
      return database.size() + suffix.size() <= longest_name;
    });
    if (fits && are_free(client, databases, suffix)) return suffix;
  }
  return "";
}

PlaceBeside place_beside(const mongo::Client& client, const std::vector<PlannedCollection>& plan,
                         const RestoreSettings& settings) {
  const NamespaceRenaming renaming(settings.renamed_from, settings.renamed_to);
  std::set<std::string> targets;
  PlaceBeside place;
  for (const PlannedCollection& planned : plan) {
    targets.insert(planned.target.database);
    const bool is_unrenamed = renaming.renamed(planned.source.text()) == planned.source.text();
    if (is_unrenamed) place.databases.emplace(planned.source.database, planned.target.database);
  }
  place.suffix = free_suffix(client, targets);
  return place;
}

}  // namespace

std::vector<Found> look_at_targets(const mongo::Client& client, const std::vector<PlannedCollection>& plan) {
  Catalogue catalogue(client);
  std::vector<Found> found;
  for (const PlannedCollection& planned : plan) found.push_back(catalogue.look_at(planned));
  return found;
}

void check_sharding(const mongo::Client& client, const std::vector<PlannedCollection>& plan,
                    const std::vector<Found>& found, const RestoreSettings& settings) {
  if (!settings.drop || settings.drop_sharded) return;
  for (std::size_t index = 0; index < plan.size(); ++index) {
    if (plan[index].is_view() || found[index] == Found::nothing) continue;
    const auto key = mongo::shard_key(client, plan[index].target);
    if (!key) continue;
    throw Error(ErrorKind::configuration, "drop", plan[index].target.text(),
                fmt::format("it is sharded by {}, and it would be restored unsharded", *key),
                "Use --mode upsert to keep it sharded. Or add --dropSharded, and shard it again after the restore");
  }
}

void check_targets_are_free(const mongo::Client& client, const std::vector<PlannedCollection>& plan,
                            const std::vector<Found>& found, const RestoreSettings& settings) {
  if (settings.mode && !settings.drop) check_mode(client, plan, found, *settings.mode);
  if (settings.drop || settings.mode) return;
  constexpr std::size_t most_named = 5;
  std::vector<std::string> filled;
  for (std::size_t index = 0; index < plan.size(); ++index) {
    if (found[index] == Found::filled) filled.push_back(plan[index].target.text());
  }
  if (filled.empty()) return;
  PlaceBeside beside = place_beside(client, plan, settings);
  const std::size_t more = filled.size() - std::min(filled.size(), most_named);
  filled.resize(filled.size() - more);
  std::string names = fmt::format("{}", fmt::join(filled, ", "));
  if (more > 0) names += fmt::format(" and {} more", more);
  throw TargetNotEmpty(
      names, "it already contains documents",
      "Choose what to do with the existing documents: --drop removes them, --mode missingOnly keeps them and adds "
      "missing ones, --mode upsert replaces changed ones, --mode insert reports duplicates. Or restore into another "
      "database with --db, or under other names with --nsFrom and --nsTo",
      std::move(beside));
}

}  // namespace mongokeep::restore
