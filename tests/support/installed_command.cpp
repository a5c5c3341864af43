#include "support/installed_command.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace mongokeep::test {
namespace {

std::filesystem::path cache_folder() {
  if (const char* cache = std::getenv("MKTEST_CACHE")) return cache;
  if (const char* cache = std::getenv("XDG_CACHE_HOME")) return std::filesystem::path(cache) / "mongokeep";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home == nullptr ? "/" : home) / ".cache" / "mongokeep";
}

std::string variable_of(std::string_view name) {
  std::string variable = "MKTEST_SERVER_" + std::string(name);
  std::transform(variable.begin(), variable.end(), variable.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return variable;
}

}  // namespace

std::filesystem::path installed_command(std::string_view name) {
  const std::string variable = variable_of(name);
  const char* named = std::getenv(variable.c_str());
  std::filesystem::path command = named != nullptr ? named : cache_folder() / "servers" / name;
  if (::access(command.c_str(), X_OK) == 0) return command;
  throw std::runtime_error("the server " + std::string(name) + " is not at " + command.string() +
                           ": run scripts/test, or `scripts/servers " + std::string(name) + "`, which install it");
}

}  // namespace mongokeep::test
