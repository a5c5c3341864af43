#include <algorithm>
#include <string_view>

#include "mongokeep/backup_service.h"

namespace mongokeep {

std::vector<std::string> selection_of(const BackupSettings& settings) {
  std::vector<std::string> record;
  const auto add = [&](std::string_view kind, const std::vector<std::string>& names) {
    for (const std::string& name : names) record.push_back(std::string(kind) + "=" + name);
  };
  for (const Model& model : settings.models) record.push_back("model=" + model.name + ":" + model.collection);
  add("collection", settings.collections);
  add("excludeCollection", settings.excluded_collections);
  add("nsInclude", settings.included_namespaces);
  add("nsExclude", settings.excluded_namespaces);
  std::sort(record.begin(), record.end());
  return record;
}

}  // namespace mongokeep
