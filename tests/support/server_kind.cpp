#include "support/server_kind.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <ostream>
#include <stdexcept>

namespace mongokeep::test {
namespace {

std::filesystem::path cache_folder() {
  if (const char* cache = std::getenv("MKTEST_CACHE")) return cache;
  if (const char* cache = std::getenv("XDG_CACHE_HOME")) return std::filesystem::path(cache) / "mongokeep";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home == nullptr ? "/" : home) / ".cache" / "mongokeep";
}

std::string variable_of(ServerKind kind) {
  std::string variable = "MKTEST_SERVER_" + std::string(name_of(kind));
  std::transform(variable.begin(), variable.end(), variable.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return variable;
}

}  // namespace

std::string_view name_of(ServerKind kind) {
  switch (kind) {
    case ServerKind::secantus_wheel: return "secantus_wheel";
    case ServerKind::secantus_rust: return "secantus_rust";
    case ServerKind::ferretdb: return "ferretdb";
  }
  throw std::logic_error("no such server");
}

void PrintTo(ServerKind kind, std::ostream* out) {
  *out << name_of(kind);
}

std::filesystem::path command_of(ServerKind kind) {
  const std::string variable = variable_of(kind);
  const char* named = std::getenv(variable.c_str());
  std::filesystem::path command = named != nullptr ? named : cache_folder() / "servers" / name_of(kind);
  if (::access(command.c_str(), X_OK) == 0) return command;
  throw std::runtime_error("the server " + std::string(name_of(kind)) + " is not at " + command.string() +
                           ": run scripts/test, or `scripts/servers " + std::string(name_of(kind)) +
                           "`, which install it");
}

}  // namespace mongokeep::test
