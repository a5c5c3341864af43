#pragma once

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "archive/manifest.h"
#include "archive/sample_manifest.h"
#include "base/log.h"
#include "mongokeep/store_service.h"
#include "retention/policy.h"
#include "store/cleanup.h"
#include "stream/checksum.h"
#include "support/files.h"
#include "support/installed_command.h"
#include "support/root_of_folders.h"
#include "support/store.h"
#include "support/temp_dir.h"

namespace mongokeep::store {

/// A root with sound backups of any age, and a real store beside it.
class CleanupScene {
 public:
  explicit CleanupScene(std::unique_ptr<test::Store> store) : CleanupScene(std::move(store), {}) {}
  /// Over another section of rclone's configuration than the store's own.
  CleanupScene(std::unique_ptr<test::Store> store, const std::string& section) : store_(std::move(store)) {
    configure(section.empty() ? store_->rclone_section() : section);
    settings_.rclone = test::installed_command("rclone");
    settings_.patience = std::chrono::minutes(2);
    add_store("offsite", store_->remote()).days_to_keep = 30;
    policy_.days_to_keep = 300;
  }

  void configure(const std::string& section) const { test::write_rclone_config(config(), section); }

  /// A complete backup of three collections, one of them in a folder of its database's.
  void add_backup(const std::string& name, int days_old, archive::Status status = archive::Status::complete) const {
    archive::Manifest manifest = archive::sample_manifest();
    manifest.status = status;
    manifest.started_at = manifest.finished_at = now_ - std::chrono::hours(24) * days_old;
    for (const std::string& file : files_) {
      const std::string text = "[]\n" + std::string(100, 'x') + file + name;
      archive::CollectionRecord record = archive::sample_record();
      record.name = file.substr(0, file.find('.'));
      std::replace(record.name.begin(), record.name.end(), '/', '_');
      record.file = file;
      record.stored_bytes = text.size();
      record.xxh3_128 = stream::checksum_text(text);
      std::filesystem::create_directories((root_ / name / file).parent_path());
      test::write_file(root_ / name / file, text);
      manifest.collections.push_back(record);
    }
    test::write_file(root_ / name / "manifest.json", archive::to_text(manifest));
    root_.set_age(name, days_old);
  }

  StoreSettings& add_store(const std::string& name, const std::string& remote) {
    StoreSettings& added = settings_.stores.emplace_back();
    added.name = name;
    added.remote = remote;
    added.rclone_config = config();
    return added;
  }
  StoreSettings& offsite() { return settings_.stores[0]; }
  test::Store& store() { return *store_; }
  const std::filesystem::path& root() const { return root_.path(); }
  std::filesystem::path in_store(const std::string& name) const { return store_->folder() / name; }

  PushReport push(const std::vector<std::string>& backups = {}) {
    StoreService service(
        {.root = root(), .stores = settings_, .days_to_keep = policy_.days_to_keep, .keep = policy_.keep});
    service.set_clock(clock_);
    service.set_log_handler([](const LogEntry&) {});
    PushChoice choice;
    choice.backups = backups;
    return service.push(choice);
  }
  /// Whatever the rules of the store say.
  void push_all() { ASSERT_TRUE(push(dated_in(root())).is_whole()); }

  CleanupReport clean_up(const std::vector<std::string>& only = {}) {
    lines_.clear();
    return store::clean_up({root(), policy_, settings_, only, cleaning_clock_, log_}, stop_.get_token());
  }
  CleanupReport clean_store() { return clean_up({"offsite"}); }
  std::vector<PlannedDecision> plan(const std::vector<std::string>& only = {}) {
    return plan_cleanup({root(), policy_, settings_, only, clock_, log_}, stop_.get_token());
  }

  /// Dated folders, and notes of removals, that have anything in them.
  std::vector<std::string> stored() const { return dated_in(store_->folder()); }
  std::vector<std::string> local() const { return dated_in(root()); }

  static std::vector<std::string> dated_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    if (!std::filesystem::exists(folder)) return names;
    for (const std::string& name : test::names_in(folder)) {
      const bool is_note = name.starts_with(".removing-");
      if (is_note || (!name.starts_with('.') && has_files(folder / name))) names.push_back(name);
    }
    return names;
  }

  static bool has_files(const std::filesystem::path& folder) {
    const std::filesystem::recursive_directory_iterator all(folder);
    return std::any_of(begin(all), end(all), [](const auto& entry) { return entry.is_regular_file(); });
  }

  std::vector<std::string> messages() const {
    std::vector<std::string> found;
    for (const LogEntry& line : lines_) found.push_back(line.message);
    return found;
  }

  static std::vector<std::string> names_of(const std::vector<RemovedBackup>& removed) {
    std::vector<std::string> names;
    for (const RemovedBackup& backup : removed) names.push_back(backup.path.string());
    return names;
  }

  std::chrono::system_clock::time_point now_ =
      std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  std::vector<std::string> files_ = {"notes.json", "shop/users.json", "users.json.zst"};
  retention::Policy policy_;
  StoresSettings settings_;
  std::stop_source stop_;
  std::function<void()> at_the_clock_ = [] {};  ///< called when a clean-up looks at the clock

 private:
  std::filesystem::path config() const { return room_.path() / "rclone.conf"; }

  std::unique_ptr<test::Store> store_;
  test::TempDir room_;
  test::RootOfFolders root_{now_};
  Clock clock_ = [this] { return now_; };
  std::vector<LogEntry> lines_;
  Clock cleaning_clock_ = [this] {
    at_the_clock_();
    return now_;
  };
  Log log_{[this](const LogEntry& entry) { lines_.push_back(entry); }, clock_};
};

}  // namespace mongokeep::store
