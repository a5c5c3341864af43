#include "schedule/background_teller.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "base/files/unique_fd.h"
#include "support/temp_dir.h"

namespace mongokeep::schedule {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Hooks that end when somebody reads what they were told.
class BackgroundTellerTest : public testing::Test {
 protected:
  BackgroundTellerTest() {
    EXPECT_EQ(::mkfifo(pipe_.c_str(), 0600), 0);
    settings_.hooks.on_failure = "cat > " + pipe_.string();
    teller_.emplace(runner_, log_);
  }

  BackupSettings settings_of_backups() const {
    BackupSettings settings;
    settings.root = root_;
    return settings;
  }

  /// Ends the teller, and gives task and cause of each end that the hooks were told of.
  std::vector<std::string> told_by_the_end() {
    const UniqueFd reader(::open(pipe_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
    teller_.reset();
    std::string text(65536, '\0');
    const ssize_t got = ::read(reader.get(), text.data(), text.size());
    text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    std::vector<std::string> told;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      const auto report = nlohmann::json::parse(line);
      told.push_back(report.at("task").get<std::string>() + ": " + report.at("error").at("cause").get<std::string>());
    }
    return told;
  }

  test::TempDir temp_;
  const std::filesystem::path pipe_ = temp_.path() / "pipe";
  const std::filesystem::path root_ = temp_.path() / "backup";
  const Clock clock_ = system_clock();
  Log log_{[this](const LogEntry& entry) { errors_ += entry.level == LogLevel::error ? 1 : 0; }, clock_};
  std::atomic<int> errors_ = 0;
  TasksSettings settings_;
  BackupService service_{"mongodb://127.0.0.1:1/shop", settings_of_backups()};
  TaskRunner runner_{{service_, nullptr, nullptr, root_, settings_, clock_, {}, log_}};
  std::optional<BackgroundTeller> teller_;
};

TEST_F(BackgroundTellerTest, EndsWithoutHavingToldAnything) {
  EXPECT_THAT(told_by_the_end(), IsEmpty());
}

TEST_F(BackgroundTellerTest, TellsOfEachEndInItsOrderAndWaitsForTheHooks) {
  teller_->tell(runner_.left_out(Task::backup, Task::backup));
  teller_->tell(runner_.left_out(Task::cleanup, Task::backup));
  teller_->tell(runner_.left_out(Task::drill, std::nullopt));
  EXPECT_THAT(told_by_the_end(),
              ElementsAre("backup: the previous run is still running", "cleanup: the backup is still running",
                          "drill: the previous run kept failing until this one was due"));
  EXPECT_EQ(errors_, 0);
}

TEST_F(BackgroundTellerTest, TellsSlowHooksOfTheLastEndOfEachTask) {
  teller_->tell(runner_.left_out(Task::backup, Task::backup));
  teller_->tell(runner_.left_out(Task::cleanup, Task::backup));
  teller_->tell(runner_.left_out(Task::drill, Task::cleanup));
  teller_->tell(runner_.left_out(Task::cleanup, std::nullopt));
  teller_->tell(runner_.left_out(Task::cleanup, Task::drill));
  EXPECT_THAT(told_by_the_end(),
              ElementsAre("backup: the previous run is still running", "drill: the clean-up is still running",
                          "cleanup: the drill is still running"));
  EXPECT_EQ(errors_, 0);
}

}  // namespace
}  // namespace mongokeep::schedule
