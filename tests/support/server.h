#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/certificates.h"
#include "support/child_process.h"
#include "support/server_kind.h"
#include "support/temp_dir.h"

namespace mongokeep::test {

/// What a server asks of its clients. FerretDB, as the tests run it, has neither passwords nor TLS.
struct ServerSettings {
  enum class Access { open, password };
  enum class Transport { plain, tls };
  Access access = Access::open;
  Transport transport = Transport::plain;
};

/// A real server on a free port of 127.0.0.1 with storage of its own, which goes with it. Where the kind has fail
/// points they are switched on. An instance that exists was seen to listen.
/// All functions throw std::runtime_error; one thread at a time.
class Server {
 public:
  explicit Server(ServerKind kind, ServerSettings settings = {});

  ServerKind kind() const { return kind_; }
  std::uint16_t port() const { return port_; }
  /// "127.0.0.1:PORT"
  std::string host() const;

  /// A connection string of a client that may do everything, with the credentials and the authority it needs.
  std::string uri(const std::string& database = "") const;
  /// The same over another port, such as a TcpProxy's: the client will not look for other members of the set.
  std::string uri_through(std::uint16_t port, const std::string& database = "") const;

  // Who uri() logs in as, with ServerSettings::Access::password.
  static constexpr const char* user = "root";
  /// Has a character that a connection string must escape.
  static constexpr const char* password = "s3cret/p@ss";
  static constexpr const char* escaped_password = "s3cret%2Fp%40ss";
  /// What signed the server's certificate, with ServerSettings::Transport::tls.
  std::filesystem::path authority() const;

  /// Ends the server in peace: what was written stays.
  void stop();
  /// Starts it again, after stop(), on the same port and storage.
  void start();

 private:
  enum class Guard { open, closed };
  Guard guard() const;
  std::filesystem::path data_folder() const { return folder_.path() / "data"; }
  std::string uri_as(Guard guard, std::uint16_t port, const std::string& database,
                     const std::string& more_options) const;
  std::vector<std::string> command(Guard guard) const;
  void launch(Guard guard);

  ServerKind kind_;
  ServerSettings settings_;
  TempDir folder_;
  std::optional<Certificates> certificates_;
  std::uint16_t port_ = 0;
  std::unique_ptr<ChildProcess> child_;
};

/// An open, plain server of this kind that all tests of the process share; started when first asked for. Use a
/// fresh_database() in it. Call it from the main thread: the server ends with the thread that starts it.
Server& shared_server(ServerKind kind);

/// A database name that was not used before in this process.
std::string fresh_database();

}  // namespace mongokeep::test
