#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "support/loopback_server.h"
#include "support/store.h"
#include "support/temp_dir.h"

namespace mongokeep::test {

/// A bucket of versitygw, over a folder that has extended attributes.
class S3Store final : public Store {
 public:
  /// What the bucket was made with: `locks` is object lock, with the versions that belong to it.
  enum class Bucket { plain, locks };
  /// Whose keys a configuration has. `writer` may put, get and list, and nothing else: it cannot delete.
  enum class User { owner, writer };

  explicit S3Store(Bucket bucket = Bucket::plain);

  StoreKind kind() const override { return StoreKind::s3; }
  std::string rclone_section() const override { return rclone_section(User::owner); }
  /// As another user, and over another port, such as a StoreProxy's.
  std::string rclone_section(User user, std::optional<std::uint16_t> port = std::nullopt) const;
  std::string remote() const override;
  std::filesystem::path folder() const override;

  std::uint16_t port() const { return server_->port(); }
  /// The secret of this store's user, which must be seen nowhere.
  const std::string& secret_of(User user) const;

  void stop() override { server_->stop(); }
  void kill() override { server_->kill(); }
  void start() override { server_->start(); }

 private:
  void make_bucket();
  void make_writer() const;
  ChildSettings server_on(std::uint16_t port) const;

  TempDir room_;
  Bucket bucket_;
  std::string owner_secret_;
  std::string writer_secret_;
  std::unique_ptr<LoopbackServer> server_;
};

}  // namespace mongokeep::test
