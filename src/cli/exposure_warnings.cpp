#include "cli/exposure_warnings.h"

#include <algorithm>
#include <string>
#include <vector>

#include "cli/views/source_findings.h"
#include "mongokeep/backup_root.h"
#include "mongokeep/readiness.h"

namespace mongokeep::cli {

namespace {

void warn(const std::vector<ReadinessFinding>& findings, Console& console) {
  for (const ReadinessFinding& one : findings) {
    console.log(LogLevel::warning, "Unsafe setup", {{"finding", one.finding}, {"hint", one.hint}});
  }
}

}  // namespace

void warn_of_exposed_stores(const Settings& settings, Console& console) {
  warn(check_exposure(settings.stores), console);
}

void warn_of_exposure(const Settings& settings, Console& console) {
  std::vector<std::string> uris;
  for (const std::string& uri : {settings.uri, settings.against, settings.drill_uri}) {
    if (std::find(uris.begin(), uris.end(), uri) == uris.end()) uris.push_back(uri);
  }
  std::vector<ReadinessFinding> findings = exposures_of_sources(settings.sources);
  BackupSettings backup = settings.backup_settings();
  backup.root = BackupRoot({.root = backup.root, .usual_selection = settings.usual_selection, .keys = settings.keys})
                    .root_of(settings.chosen_backup);
  for (ReadinessFinding& one : check_exposure(uris, backup, settings.keys)) {
    findings.push_back(std::move(one));
  }
  warn(findings, console);
}

}  // namespace mongokeep::cli
