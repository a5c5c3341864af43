#pragma once

#include <array>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>

namespace mongokeep::test {

/// The real servers that tests run against.
enum class ServerKind {
  secantus_wheel,  ///< SecantusDB's Python wheel
  secantus_rust,   ///< SecantusDB's Rust server
  ferretdb,        ///< FerretDB over SQLite
};

inline constexpr std::array every_server{ServerKind::secantus_wheel, ServerKind::secantus_rust, ServerKind::ferretdb};
/// Those with views, time-series, users, TLS, transactions and fail points.
inline constexpr std::array full_servers{ServerKind::secantus_wheel, ServerKind::secantus_rust};

/// `secantus_wheel`, `secantus_rust` or `ferretdb`. A test that needs a server has the server's name in its own (a
/// parameter's name will do): scripts/test excludes by it.
std::string_view name_of(ServerKind kind);

/// For GoogleTest's messages.
void PrintTo(ServerKind kind, std::ostream* out);

/// The server's command; see installed_command().
std::filesystem::path command_of(ServerKind kind);

/// Names the tests of a suite that has servers for parameters.
struct NameOfServer {
  template <typename ParamInfo>
  std::string operator()(const ParamInfo& info) const {
    return std::string(name_of(info.param));
  }
};

}  // namespace mongokeep::test
