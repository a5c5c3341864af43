#include "backup/file_plan.h"

#include <map>
namespace mongokeep::backup {

namespace {

std::map<std::string, std::vector<const Target*>> by_database(const std::vector<Target>& targets) {
  std::map<std::string, std::vector<const Target*>> groups;
  for (const Target& target : targets) groups[target.ns.database].push_back(&target);
  return groups;
}

/// The files of one database's targets, all in one folder.
void add_files(const std::vector<const Target*>& targets, const Folder& folder, const std::string& prefix,
               archive::FileForm form, std::vector<PlannedFile>& plan) {
  std::vector<std::string> names;
  for (const Target* target : targets) names.push_back(target->ns.collection);
  const std::vector<std::string> encoded = archive::encode_names(names);
  for (std::size_t index = 0; index < targets.size(); ++index) {
    const std::string file = archive::collection_file(encoded[index], form);
    plan.push_back({targets[index], folder, file, prefix + file});
  }
}

}  // namespace

std::vector<PlannedFile> plan_files(const std::vector<Target>& targets, bool all_databases, archive::FileForm form,
                                    archive::PendingBackup& backup) {
  std::vector<PlannedFile> plan;
  const auto groups = by_database(targets);
  if (!all_databases) {
    for (const auto& [database, group] : groups) add_files(group, backup.folder(), "", form, plan);
    return plan;
  }
  std::vector<std::string> databases;
  for (const auto& [database, group] : groups) databases.push_back(database);
  const std::vector<std::string> folders = archive::encode_names(databases);
  for (std::size_t index = 0; index < databases.size(); ++index) {
    const Folder folder = backup.add_subfolder(folders[index]);
    add_files(groups.at(databases[index]), folder, folders[index] + "/", form, plan);
  }
  return plan;
}

}  // namespace mongokeep::backup
