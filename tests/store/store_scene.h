#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "mongokeep/store_service.h"
#include "store/sample_backup.h"
#include "store/stores.h"
#include "support/files.h"
#include "support/installed_command.h"
#include "support/store.h"
#include "support/temp_dir.h"

namespace mongokeep::test {

/// A root, and a real store for it.
class StoreScene {
 public:
  explicit StoreScene(std::unique_ptr<Store> store) : store_(std::move(store)) {
    write_rclone_config(config(), store_->rclone_section());
    settings.root = root();
    settings.stores.rclone = installed_command("rclone");
    settings.stores.patience = std::chrono::seconds(60);
    StoreSettings offsite;
    offsite.name = "offsite";
    offsite.remote = store_->remote();
    offsite.rclone_config = config();
    settings.stores.stores = {offsite};
  }

  Store& store() { return *store_; }
  std::filesystem::path root() const { return room_.path() / "backup"; }
  std::filesystem::path room() const { return room_.path(); }
  std::filesystem::path config() const { return room_.path() / "rclone.conf"; }
  /// Where what was shipped lies.
  std::filesystem::path shipped(const std::string& path) const { return store_->folder() / path; }
  void make_backup(const std::string& name, const std::map<std::string, std::string>& files) const {
    test::make_backup(root(), name, files);
  }

  StoreService service() {
    StoreService service(settings);
    service.set_log_handler([this](const LogEntry& entry) {
      if (entry.level >= LogLevel::warning) warnings.push_back(to_json_line(entry));
    });
    return service;
  }
  PushReport push(const PushChoice& choice = {}, const std::stop_token& stop = {}) {
    return service().push(choice, stop);
  }
  /// "20th_Feb_2024 arrived", "21st_Feb_2024 failed: …", for the first store.
  std::vector<std::string> outcomes(const PushReport& report) const {
    std::vector<std::string> outcomes;
    if (report.stores[0].error) outcomes.emplace_back(report.stores[0].error->what());
    for (const Shipment& shipment : report.stores[0].shipments) {
      const char* const words[] = {" arrived", " was there", " would go", " failed: "};
      outcomes.push_back(shipment.backup + words[static_cast<int>(shipment.outcome)]);
      if (shipment.error) outcomes.back() += shipment.error->cause();
    }
    return outcomes;
  }

  StoreServiceSettings settings;
  std::vector<std::string> warnings;

 private:
  TempDir room_;
  std::unique_ptr<Store> store_;
};

}  // namespace mongokeep::test
