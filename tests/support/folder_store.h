#pragma once

#include "support/store.h"
#include "support/temp_dir.h"

namespace mongokeep::test {

/// A folder. Stopped, it is not there, as a disk that is not mounted.
class FolderStore final : public Store {
 public:
  FolderStore() { start(); }

  StoreKind kind() const override { return StoreKind::folder; }
  std::string rclone_section() const override {
    return "[" + std::string(remote_name) + "]\ntype = alias\nremote = " + disk().string() + "\n";
  }
  std::string remote() const override { return std::string(remote_name) + ":shop"; }
  std::filesystem::path folder() const override { return disk() / "shop"; }

  void stop() override {
    if (std::filesystem::exists(disk())) std::filesystem::rename(disk(), unmounted());
  }
  void kill() override { stop(); }
  void start() override {
    if (std::filesystem::exists(unmounted())) std::filesystem::rename(unmounted(), disk());
    std::filesystem::create_directories(folder());
  }

 private:
  std::filesystem::path disk() const { return room_.path() / "disk"; }
  std::filesystem::path unmounted() const { return room_.path() / "unmounted"; }

  TempDir room_;
};

}  // namespace mongokeep::test
