// Clean-up as an application uses it: the server is not asked, so that none is needed here.

#include <gmock/gmock.h>

#include "base/text/time_text.h"
#include "mongokeep/backup_service.h"
#include "support/root_of_folders.h"

namespace mongokeep {
namespace {

using testing::ElementsAre;

class ServiceCleanup : public testing::Test {
 protected:
  BackupService service() {
    BackupSettings settings;
    settings.root = root_.path();
    settings.keep = keep_;
    BackupService service("mongodb://127.0.0.1:1/shop", settings);
    service.set_clock([this] { return now_; });
    service.set_log_handler([this](const LogEntry& entry) { messages_.push_back(entry.message); });
    return service;
  }

  template <typename Act>
  static ErrorKind kind_of_failure(const Act& act) {
    try {
      act();
    } catch (const Error& error) {
      return error.kind();
    }
    ADD_FAILURE() << "no error";
    return ErrorKind::usage;
  }

  const std::chrono::system_clock::time_point now_ = parse_utc_text("2024-06-01T03:00:00.000Z").value();
  test::RootOfFolders root_{now_};
  KeepRules keep_;
  std::vector<std::string> messages_;
};

TEST_F(ServiceCleanup, RemovesWhatIsOlderThanNinetyDays) {
  root_.add_backup("1st_Mar_2024", 92);
  root_.add_backup("31st_May_2024", 1);
  const CleanupReport report = service().cleanup_old_backups();
  ASSERT_EQ(report.removed.size(), 1U);
  EXPECT_EQ(report.removed[0].path, root_ / "1st_Mar_2024");
  EXPECT_EQ(report.kept, 1U);
  EXPECT_THAT(test::names_in(root_.path()), ElementsAre(".lock", "31st_May_2024"));
  EXPECT_EQ(messages_.back(), "cleanupOldBackups: Cleanup completed");
}

TEST_F(ServiceCleanup, KeepsWhatTheSettingsSay) {
  root_.add_backup("29th_May_2024", 3);
  root_.add_backup("30th_May_2024", 2);
  root_.add_backup("31st_May_2024", 1);
  keep_.at_least = 2;
  EXPECT_EQ(service().cleanup_old_backups(1).removed.size(), 1U);
  EXPECT_THAT(test::names_in(root_.path()), ElementsAre(".lock", "30th_May_2024", "31st_May_2024"));
}

TEST_F(ServiceCleanup, RefusesNumbersThatAreOutOfTheirRange) {
  root_.add_legacy("1st_Jan_2024", 152);
  for (const int days : {0, -1, 36501}) {
    EXPECT_EQ(kind_of_failure([&] { service().cleanup_old_backups(days); }), ErrorKind::configuration) << days;
  }
  keep_.at_least = 0;
  EXPECT_EQ(kind_of_failure([&] { service().cleanup_old_backups(); }), ErrorKind::configuration);
  EXPECT_THAT(test::names_in(root_.path()), ElementsAre("1st_Jan_2024"));
}

TEST_F(ServiceCleanup, EndsWhenItIsStopped) {
  root_.add_legacy("1st_Jan_2024", 152);
  BackupService stopped = service();
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(kind_of_failure([&] { stopped.cleanup_old_backups(90, stop.get_token()); }), ErrorKind::stopped);
  EXPECT_THAT(test::names_in(root_.path()), ElementsAre("1st_Jan_2024"));
}

TEST_F(ServiceCleanup, LeavesTheSettingsToBeRead) {
  EXPECT_EQ(service().settings().root, root_.path());
}

}  // namespace
}  // namespace mongokeep
