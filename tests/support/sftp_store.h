#pragma once

#include <memory>

#include "support/loopback_server.h"
#include "support/store.h"
#include "support/temp_dir.h"

namespace mongokeep::test {

/// A folder behind OpenSSH's sshd, which runs as whoever runs the tests and lets nobody else in.
class SftpStore final : public Store {
 public:
  /// Whether rclone may run commands there, and so has md5 and sha1 of what is stored.
  enum class Shell { none, unix };

  explicit SftpStore(Shell shell = Shell::none);

  StoreKind kind() const override { return StoreKind::sftp; }
  std::string rclone_section() const override;
  std::string remote() const override { return std::string(remote_name) + ":" + folder().string(); }
  std::filesystem::path folder() const override { return room_.path() / "data" / "shop"; }

  std::uint16_t port() const { return server_->port(); }

  void stop() override { server_->stop(); }
  void kill() override { server_->kill(); }
  void start() override { server_->start(); }

 private:
  void make_key(const std::string& name) const;
  ChildSettings server_on(std::uint16_t port) const;

  TempDir room_;
  Shell shell_;
  std::unique_ptr<LoopbackServer> server_;
};

}  // namespace mongokeep::test
