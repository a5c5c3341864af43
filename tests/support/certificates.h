#pragma once

#include <filesystem>

namespace mongokeep::test {

/// A certificate authority of its own and a server certificate by it for `localhost` and 127.0.0.1, made by the openssl
/// command, in PEM. Throws std::runtime_error.
class Certificates {
 public:
  /// Makes the files in an existing folder, which must outlive their use.
  explicit Certificates(std::filesystem::path folder);

  std::filesystem::path authority() const { return folder_ / "authority.pem"; }
  std::filesystem::path server_certificate() const { return folder_ / "server.pem"; }
  std::filesystem::path server_key() const { return folder_ / "server.key"; }

 private:
  std::filesystem::path folder_;
};

}  // namespace mongokeep::test
