#include "support/server_kind.h"

#include <ostream>
#include <stdexcept>

#include "support/installed_command.h"

namespace mongokeep::test {

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
  return installed_command(name_of(kind));
}

}  // namespace mongokeep::test
