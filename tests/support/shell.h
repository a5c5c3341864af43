#pragma once

#include <cstdlib>
#include <string>

#include "support/child_process.h"

namespace mongokeep::test {

struct ShellResult {
  int exit_code = -1;  ///< of a signal: -1
  std::string output;
  std::string error;
};

/// Runs a line of the shell, for stock tools (`age -d … | zstd -d`): it fails where any part of a pipeline does.
inline ShellResult run_shell(const std::string& line, const std::filesystem::path& folder) {
  ChildSettings settings;
  settings.command = {"/bin/bash", "-o", "pipefail", "-c", line};
  settings.environment["PATH"] = std::getenv("PATH");
  settings.working_folder = folder;
  ChildProcess child(settings);
  const ChildEnd end = child.wait(std::chrono::minutes(2));
  return {end.exit_code.value_or(-1), child.standard_output(), child.standard_error()};
}

}  // namespace mongokeep::test
