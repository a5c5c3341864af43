#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "support/store_kind.h"

namespace mongokeep::test {

/// A real store on this machine with room of its own, which goes with it. An instance that exists can be used.
/// All functions throw std::runtime_error; one thread at a time.
class Store {
 public:
  /// The remote's name in rclone's configuration.
  static constexpr const char* remote_name = "keep";

  virtual ~Store() = default;

  virtual StoreKind kind() const = 0;
  /// The section [keep] of rclone's configuration, with the credentials in it.
  virtual std::string rclone_section() const = 0;
  /// Where in the store backups are to go, as rclone is told: "keep:bucket/shop".
  virtual std::string remote() const = 0;
  /// The folder in which the files of remote() lie, to be looked at and changed behind the store's back.
  virtual std::filesystem::path folder() const = 0;

  /// Ends it in peace, or by force with all its connections: nobody reaches it until start(). What is stored stays.
  virtual void stop() = 0;
  virtual void kill() = 0;
  /// Again, at the same address. Does nothing while it can be reached.
  virtual void start() = 0;
};

std::unique_ptr<Store> make_store(StoreKind kind);

/// Writes rclone's configuration, readable for its owner alone, over what was there.
void write_rclone_config(const std::filesystem::path& path, std::string_view text);

}  // namespace mongokeep::test
