#include "cli/exposure_warnings.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/views/source_findings.h"
#include "mongokeep/readiness.h"

namespace mongokeep::cli {

namespace {

/// The root that the command goes by: of a backup that is named by its path, the folder that it lies in.
std::filesystem::path root_in_use(const Settings& settings) {
  const std::string& chosen = settings.chosen_backup;
  if (chosen.find('/') == std::string::npos) return settings.backup.root;
  const std::filesystem::path path = std::filesystem::absolute(chosen).lexically_normal();
  return (path.has_filename() ? path : path.parent_path()).parent_path();
}

}  // namespace

void warn_of_exposure(const Settings& settings, Console& console) {
  std::vector<std::string> uris;
  for (const std::string& uri : {settings.uri, settings.against, settings.drill_uri}) {
    if (std::find(uris.begin(), uris.end(), uri) == uris.end()) uris.push_back(uri);
  }
  std::vector<ReadinessFinding> findings = exposures_of_sources(settings.sources);
  BackupSettings backup = settings.backup_settings();
  backup.root = root_in_use(settings);
  for (ReadinessFinding& one : check_exposure(uris, backup, settings.keys)) {
    findings.push_back(std::move(one));
  }
  for (const ReadinessFinding& one : findings) {
    console.log(LogLevel::warning, "Unsafe setup", {{"finding", one.finding}, {"hint", one.hint}});
  }
}

}  // namespace mongokeep::cli
