#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/settings/command_line.h"
#include "cli/settings/environment.h"
#include "cli/settings/setting_table.h"
#include "cli/settings/settings.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::cli {

using Words = std::vector<std::string>;

/// Loads settings from a command line, an environment and a file in a folder that goes with the test.
class SettingsTest : public ::testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) const {
    test::write_file(folder_ / name, text);
    return (folder_ / name).string();
  }

  static Settings load(const Words& words, const Words& environment = {}, std::string_view name = "backup") {
    return load_groups(command_named(name).groups, words, environment);
  }

  static Settings load_groups(const std::vector<SettingGroup>& groups, const Words& words,
                              const Words& environment = {}) {
    return load_settings(groups, parse_command_line("command", groups, words), read_environment(environment).given);
  }

  test::TempDir temp_;
  const std::filesystem::path& folder_ = temp_.path();
};

}  // namespace mongokeep::cli
