#include "backup/selection.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "archive/definition_check.h"
#include "backup/metadata_text.h"
#include "extjson/bson_bytes.h"
#include "mongo/held_namespace.h"
#include "mongo/named_database.h"
#include "mongo/namespace_choice.h"
#include "mongokeep/error.h"

namespace mongokeep::backup {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Target::Content content_of(const std::string& type, const BackupSettings& settings) {
  return type == "view" && !settings.views_as_collections ? Target::Content::definition : Target::Content::documents;
}

/// Why the server's entry is none that a backup can hold; empty where it may be one.
std::string fault_of(const mongo::CollectionInfo& info) {
  if (!info.fault.empty()) return info.fault;
  try {
    metadata_text(info.options);
    return archive::wrong_definition(info.type, {info.options, {}});
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::invalid_data) throw;
    return "its options are not valid BSON: " + error.cause();
  }
}

/// What is known of it may be what is wrong with it.
Target faulty_target(mongo::Namespace ns, std::string fault) {
  return {std::move(ns), "collection", extjson::empty_document(), {}, Target::Content::documents, std::move(fault)};
}

/// The collections that the server lists, but its own.
std::vector<Target> list_targets(const mongo::Client& client, const std::string& database,
                                 const BackupSettings& settings) {
  std::vector<Target> targets;
  for (mongo::CollectionInfo& info : mongo::list_collections(client, database)) {
    if (mongo::is_server_own({database, info.name})) continue;
    if (std::string fault = fault_of(info); !fault.empty()) {
      targets.push_back(faulty_target({database, info.name}, std::move(fault)));
      continue;
    }
    const Target::Content content = content_of(info.type, settings);
    targets.push_back({{database, info.name}, info.type, std::move(info.options), std::move(info.identity), content});
  }
  return targets;
}

std::vector<std::string> names_of(const std::vector<Target>& targets) {
  std::vector<std::string> names;
  for (const Target& target : targets) names.push_back(target.ns.collection);
  return names;
}

void check_named(const std::vector<Target>& there, const std::string& database, const BackupSettings& settings) {
  const std::vector<std::string> names = names_of(there);
  for (const std::string& wanted : settings.collections) {
    if (contains(names, wanted)) continue;
    throw Error(ErrorKind::server, "back up the collection", wanted,
                fmt::format("the database {} has no such collection", database),
                names.empty() ? "Check the name of the database: it has no collections"
                              : fmt::format("Choose from its collections: {}", fmt::join(names, ", ")));
  }
}

std::vector<Target> targets_of_models(std::vector<Target> there, const std::string& database,
                                      const BackupSettings& settings, Log& log) {
  std::vector<Target> targets;
  for (const Model& model : settings.models) {
    const auto found = std::find_if(there.begin(), there.end(),
                                    [&](const Target& target) { return target.ns.collection == model.collection; });
    if (found != there.end()) {
      targets.push_back(std::move(*found));
      there.erase(found);
      continue;
    }
    log.warning("The collection of a registered model does not exist; storing an empty array for it",
                {{"modelName", model.name}, {"collectionName", model.collection}, {"database", database}});
    targets.push_back(
        {{database, model.collection}, "collection", extjson::empty_document(), {}, Target::Content::nothing});
  }
  return targets;
}

Error no_collections(const mongo::Client& client, const std::string& subject) {
  std::string hint = "Check the name of the database";
  try {
    hint += fmt::format("; this server has the databases {}", fmt::join(mongo::list_databases(client), ", "));
  } catch (const Error&) {
    hint += " and the user's right to list its collections";
  }
  return Error(ErrorKind::server, "back up", subject, "it has no collections", hint);
}

/// A word that fits nothing would leave a collection out every night.
void warn_of_unused(const std::vector<Target>& targets, const BackupSettings& settings, Log& log) {
  std::vector<mongo::Namespace> there;
  for (const Target& target : targets) there.push_back(target.ns);
  for (const auto& word : mongo::choice_of(settings).unused(there)) {
    log.warning("A setting matches no collection", {{"setting", word.setting}, {"value", word.text}});
  }
}

void keep_chosen(std::vector<Target>& targets, const std::string& subject, const BackupSettings& settings, Log& log) {
  warn_of_unused(targets, settings, log);
  const mongo::NamespaceChoice choice = mongo::choice_of(settings);
  std::erase_if(targets, [&](const Target& target) { return !choice.includes(target.ns); });
  if (!targets.empty()) return;
  throw Error(ErrorKind::configuration, "back up", subject, "the settings leave out every collection",
              "Check the patterns and the excluded collections");
}

std::string database_to_use(const mongo::Client& client, const BackupSettings& settings) {
  mongo::NamedDatabase named = mongo::named_database(settings.database, mongo::default_database(client));
  if (!named.name.empty()) return std::move(named.name);
  throw Error(ErrorKind::configuration, "back up", "a database", "the connection string names none",
              "Name one in the connection string (mongodb://host/shop) or with --db, or use --allDatabases");
}

std::vector<Target> targets_of_one_database(const mongo::Client& client, const BackupSettings& settings, Log& log) {
  const std::string database = database_to_use(client, settings);
  if (mongo::is_server_own_database(database)) {
    throw Error(ErrorKind::configuration, "back up", "the database " + database, "it is the server's own",
                "Its contents are the state of this server, and could not be restored. Name another database");
  }
  std::vector<Target> targets = list_targets(client, database, settings);
  if (targets.empty()) throw no_collections(client, "the database " + database);
  check_named(targets, database, settings);
  if (!settings.models.empty()) targets = targets_of_models(std::move(targets), database, settings, log);
  keep_chosen(targets, "the database " + database, settings, log);
  return targets;
}

std::vector<Target> targets_of_all_databases(const mongo::Client& client, const BackupSettings& settings, Log& log) {
  std::vector<Target> targets;
  for (const auto& [database, fault] : mongo::list_database_infos(client)) {
    if (mongo::is_server_own_database(database)) continue;
    if (!fault.empty()) {
      targets.push_back(faulty_target({database, "(all collections)"}, fault));
      continue;
    }
    for (Target& target : list_targets(client, database, settings)) targets.push_back(std::move(target));
  }
  const std::string subject = "the databases of " + client.hosts();
  if (targets.empty()) throw no_collections(client, subject);
  keep_chosen(targets, subject, settings, log);
  return targets;
}

}  // namespace

std::vector<Target> choose_targets(const mongo::Client& client, const BackupSettings& settings, Log& log) {
  std::vector<Target> targets = settings.all_databases ? targets_of_all_databases(client, settings, log)
                                                       : targets_of_one_database(client, settings, log);
  std::sort(targets.begin(), targets.end(), [](const Target& left, const Target& right) {
    return std::tie(left.ns.database, left.ns.collection) < std::tie(right.ns.database, right.ns.collection);
  });
  return targets;
}

}  // namespace mongokeep::backup
