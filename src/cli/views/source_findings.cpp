#include "cli/views/source_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/files/exposure.h"
#include "base/text/counted.h"

namespace mongokeep::cli {

namespace {

std::string settings_text(const SettingSources& sources) {
  const auto count = [](std::size_t number) { return counted(number, "setting"); };
  std::string text = sources.config_file.empty() ? "no configuration file was given (--config)"
                                                 : fmt::format("{}: {}", sources.config_file, count(sources.in_file));
  if (sources.in_environment > 0) text += fmt::format("; {} from the environment", count(sources.in_environment));
  return text;
}

}  // namespace

std::vector<ReadinessFinding> findings_about(const SettingSources& sources) {
  std::vector<ReadinessFinding> findings = {
      {ReadinessTopic::configuration, ReadinessVerdict::ok, settings_text(sources), ""}};
  for (const std::string& text : sources.overruled) {
    findings.push_back(
        {ReadinessTopic::configuration, ReadinessVerdict::warning, text,
         "A flag overrides the environment, and the environment overrides the file. Set it in one place only"});
  }
  for (ReadinessFinding& one : exposures_of_sources(sources)) findings.push_back(std::move(one));
  return findings;
}

std::vector<ReadinessFinding> exposures_of_sources(const SettingSources& sources) {
  std::vector<ReadinessFinding> findings;
  const auto tell = [&](const std::string& path, FileTrust trust, const std::string& before_remedy) {
    for (const Exposure& one : exposures_of_file(path, trust)) {
      findings.push_back(
          {ReadinessTopic::configuration, ReadinessVerdict::warning, one.finding, before_remedy + one.remedy});
    }
  };
  const std::vector<std::string>& secrets = sources.secret_files;
  for (const std::string& path : secrets) {
    const bool is_config = path == sources.config_file;
    tell(path, FileTrust::secret, is_config ? "Move the secret to a file of its own (MONGOKEEP_URI_FILE), or: " : "");
  }
  // It says what commands are run, and where backups go.
  const bool is_secret = std::find(secrets.begin(), secrets.end(), sources.config_file) != secrets.end();
  if (!is_secret) tell(sources.config_file, FileTrust::public_text, "");
  return findings;
}

}  // namespace mongokeep::cli
