#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "base/text/time_text.h"
#include "mongokeep/tasks_service.h"
#include "support/temp_dir.h"

namespace mongokeep {

/// Log messages, and somebody who waits for one.
class Messages {
 public:
  LogHandler handler() {
    return [this](const LogEntry& entry) {
      const std::lock_guard lock(mutex_);
      messages_.push_back(entry.message);
      lines_.push_back(to_json_line(entry));
      changed_.notify_all();
    };
  }
  void await(const std::string& message) {
    std::unique_lock lock(mutex_);
    const bool came = changed_.wait_for(lock, std::chrono::minutes(1), [&] {
      return std::find(messages_.begin(), messages_.end(), message) != messages_.end();
    });
    ASSERT_TRUE(came) << message;
  }
  std::vector<std::string> all() const {
    const std::lock_guard lock(mutex_);
    return messages_;
  }
  /// The first line with this message, as JSON; empty where there is none.
  std::string line(const std::string& message) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::find(messages_.begin(), messages_.end(), message);
    return found == messages_.end() ? "" : lines_[static_cast<std::size_t>(found - messages_.begin())];
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> messages_;
  std::vector<std::string> lines_;
};

/// A service whose server is not there: what it is asked fails at once.
class TasksServiceTest : public testing::Test {
 protected:
  TasksServiceTest() {
    backups_.set_log_handler(messages_.handler());
    drills_.set_log_handler(messages_.handler());
    std::filesystem::create_directory(settings_of_backups().root);
  }

  BackupSettings settings_of_backups() const {
    BackupSettings settings;
    settings.root = temp_.path() / "backup";
    return settings;
  }

  RestoreSettings settings_of_drills() const {
    RestoreSettings settings;
    settings.root = settings_of_backups().root;
    settings.backup = "latest";
    return settings;
  }

  static TasksSettings nightly() {
    TasksSettings settings;
    settings.time_zone = "UTC";
    return settings;
  }

  /// A clock that goes on from this moment of a simulated night.
  static Clock clock_from(const std::string& text) {
    const auto start = std::chrono::steady_clock::now();
    const auto moment = parse_utc_text(text).value();
    return [start, moment] {
      return moment +
             std::chrono::duration_cast<std::chrono::system_clock::duration>(std::chrono::steady_clock::now() - start);
    };
  }

  test::TempDir temp_;
  Messages messages_;
  BackupService backups_{"mongodb://127.0.0.1:1/shop?serverSelectionTimeoutMS=50", settings_of_backups()};
  RestoreService drills_{"mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=50", settings_of_drills()};
};

}  // namespace mongokeep
