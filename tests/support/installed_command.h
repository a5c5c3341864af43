#pragma once

#include <filesystem>
#include <string_view>

namespace mongokeep::test {

/// The command of what scripts/servers has installed under this name: what MKTEST_SERVER_NAME names, else where
/// scripts/servers puts it. Throws std::runtime_error that says what to run when there is nothing.
std::filesystem::path installed_command(std::string_view name);

}  // namespace mongokeep::test
