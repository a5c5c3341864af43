#include "support/rclone.h"

#include "support/child_process.h"
#include "support/installed_command.h"

namespace mongokeep::test {

RcloneResult run_rclone(const std::filesystem::path& config, std::vector<std::string> arguments) {
  ChildSettings settings;
  settings.command = {
      installed_command("rclone").string(), "--config", config.string(), "--retries", "1", "--low-level-retries", "3"};
  settings.command.insert(settings.command.end(), arguments.begin(), arguments.end());
  ChildProcess child(settings);
  const ChildEnd end = child.wait(std::chrono::minutes(2));
  return {end.exit_code.value_or(-1), child.standard_output(), child.standard_error()};
}

}  // namespace mongokeep::test
