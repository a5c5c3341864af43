#include "retention/cleanup.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <functional>

#include "archive/folder_use.h"
#include "archive/open_backup.h"
#include "archive/root.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "support/root_of_folders.h"

namespace mongokeep::retention {
namespace {

using std::chrono::system_clock;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

class CleanupTest : public testing::Test {
 protected:
  CleanupReport clean_up_now() { return clean_up({root_.path(), policy_, clock_, log_, stop_.get_token()}); }

  ErrorKind kind_of_failure(const fs::path& root) {
    try {
      clean_up({root, policy_, clock_, log_, stop_.get_token()});
    } catch (const Error& error) {
      failure_ = error.what();
      return error.kind();
    }
    ADD_FAILURE() << "no error";
    return ErrorKind::usage;
  }

  std::vector<std::string> messages() const {
    std::vector<std::string> found;
    for (const LogEntry& line : lines_) found.push_back(line.message);
    return found;
  }

  /// The first line with this message, as JSON without its time.
  std::string line(const std::string& message) const {
    for (LogEntry entry : lines_) {
      if (entry.message != message) continue;
      const std::string text = to_json_line(entry);
      return text.substr(text.find("\"level\""));
    }
    return "none";
  }

  static std::vector<std::string> names_of(const std::vector<RemovedBackup>& removed) {
    std::vector<std::string> names;
    for (const RemovedBackup& backup : removed) names.push_back(backup.path.filename());
    return names;
  }

  const system_clock::time_point now_ = parse_utc_text("2024-06-01T03:00:00.000Z").value();
  const Clock clock_ = [this] { return now_; };
  test::RootOfFolders root_{now_};
  Policy policy_;
  std::stop_source stop_;
  std::vector<LogEntry> lines_;
  std::function<void(const LogEntry&)> on_line_ = [](const LogEntry&) {};
  std::string failure_;
  Log log_{[this](const LogEntry& entry) {
             lines_.push_back(entry);
             on_line_(entry);
           },
           clock_};
};

TEST_F(CleanupTest, RemovesTheOldOldestFirstAndSaysSo) {
  root_.add_backup("2nd_Jan_2024", 151);
  root_.add_legacy("1st_Jan_2024", 152);
  root_.add_backup("31st_May_2024", 1);
  const CleanupReport report = clean_up_now();
  EXPECT_THAT(names_of(report.removed), ElementsAre("1st_Jan_2024", "2nd_Jan_2024"));
  EXPECT_EQ(report.removed[0].path, root_ / "1st_Jan_2024");
  EXPECT_EQ(report.removed[0].age, std::chrono::hours(152 * 24));
  EXPECT_EQ(report.kept, 1U);
  EXPECT_EQ(report.started_at, now_);
  EXPECT_THAT(report.failures, IsEmpty());
  EXPECT_THAT(test::names_in(root_.path()), ElementsAre(".lock", "31st_May_2024"));
  EXPECT_THAT(messages(), ElementsAre("cleanupOldBackups: Cleanup started", "cleanupOldBackups: Removed backup",
                                      "cleanupOldBackups: Removed backup", "cleanupOldBackups: Cleanup completed"));
  EXPECT_EQ(line("cleanupOldBackups: Cleanup started"),
            R"("level":"info","message":"cleanupOldBackups: Cleanup started","root":")" + root_.path().string() +
                R"(","daysToKeep":90})");
  EXPECT_EQ(line("cleanupOldBackups: Removed backup"),
            R"("level":"info","message":"cleanupOldBackups: Removed backup","path":")" +
                (root_ / "1st_Jan_2024").string() + R"(","ageSeconds":13132800,"reason":"older than 90 days"})");
  EXPECT_EQ(line("cleanupOldBackups: Cleanup completed"),
            R"("level":"info","message":"cleanupOldBackups: Cleanup completed","deletedCount":2,"failedCount":0,)"
            R"("keptCount":1})");
}

TEST_F(CleanupTest, OfAnEmptyRootRemovesNothing) {
  const CleanupReport report = clean_up_now();
  EXPECT_THAT(report.removed, IsEmpty());
  EXPECT_EQ(report.kept, 0U);
  EXPECT_THAT(messages(), ElementsAre("cleanupOldBackups: Cleanup started", "cleanupOldBackups: Cleanup completed"));
}

TEST_F(CleanupTest, KeepsWhatIsHeldAndSaysWhy) {
  root_.add_backup("1st_Jan_2024", 152);
  root_.add_backup("2nd_Jan_2024", 151);
  root_.add_backup("31st_May_2024", 1);
  const Held held = [](const archive::StoredBackup& backup) {
    return backup.name == "1st_Jan_2024" ? std::optional<std::string>("a store lacks it") : std::nullopt;
  };
  const CleanupReport report = clean_up({root_.path(), policy_, clock_, log_, stop_.get_token(), held});
  EXPECT_THAT(names_of(report.removed), ElementsAre("2nd_Jan_2024"));
  ASSERT_EQ(report.held.size(), 1U);
  EXPECT_EQ(report.held[0].path, root_ / "1st_Jan_2024");
  EXPECT_EQ(report.held[0].reason, "a store lacks it");
  EXPECT_EQ(report.kept, 2U);
  EXPECT_TRUE(report.is_whole());
  EXPECT_EQ(plan_cleanup(root_.path(), policy_, now_, held)[0].verdict, Verdict::hold);
}

TEST_F(CleanupTest, DoesNotMakeAMissingRoot) {
  EXPECT_EQ(kind_of_failure(root_ / "none"), ErrorKind::storage);
  EXPECT_THAT(failure_, HasSubstr("there is no such folder. Name the folder of the backups with --root"));
  EXPECT_FALSE(fs::exists(root_ / "none"));
}

TEST_F(CleanupTest, DoesNotFollowARootThatIsALink) {
  root_.add_legacy("1st_Jan_2024", 152);
  const test::TempDir elsewhere;
  fs::create_directory_symlink(root_.path(), elsewhere.path() / "link");
  EXPECT_EQ(kind_of_failure(elsewhere.path() / "link"), ErrorKind::storage);
  EXPECT_TRUE(fs::exists(root_ / "1st_Jan_2024"));
}

TEST_F(CleanupTest, KeepsOutOfARootThatAnotherRunHolds) {
  root_.add_legacy("1st_Jan_2024", 152);
  const archive::LockedRoot other = archive::LockedRoot::open(root_.path());
  EXPECT_EQ(kind_of_failure(root_.path()), ErrorKind::locked);
  EXPECT_TRUE(fs::exists(root_ / "1st_Jan_2024"));
  EXPECT_THAT(lines_, IsEmpty());
}

TEST_F(CleanupTest, RefusesAPolicyBeforeItTouchesAnything) {
  root_.add_legacy("1st_Jan_2024", 152);
  policy_.days_to_keep = 0;
  EXPECT_EQ(kind_of_failure(root_.path()), ErrorKind::configuration);
  EXPECT_THAT(test::names_in(root_.path()), ElementsAre("1st_Jan_2024"));
}

TEST_F(CleanupTest, LeavesAloneWhatIsNotABackup) {
  const test::TempDir elsewhere;
  fs::create_directory(elsewhere.path() / "precious");
  test::write_file(elsewhere.path() / "precious" / "users.json", "[]");
  fs::create_directory_symlink(elsewhere.path() / "precious", root_ / "1st_Jan_2024");
  test::write_file(root_ / "2nd_Jan_2024", "a file");
  fs::create_directory(root_ / "3rd_Jan_2024");
  root_.add_legacy("photos", 0);
  test::write_file(root_.add_legacy("4th_Jan_2024", 0) / "notes.txt", "mine");
  fs::create_directory_symlink(elsewhere.path() / "precious", root_.add_legacy("5th_Jan_2024", 0) / "more.json");
  root_.add_legacy("6th_Jan_2024/shop", 0);
  root_.add_legacy(".deleting-photos", 0);
  root_.add_legacy(".deleting-31st_Feb_2024", 0);
  fs::create_directory_symlink(elsewhere.path() / "precious", root_ / ".deleting-7th_Jan_2024");
  root_.add_legacy("8th_Jan_2024\n9th_Jan_2024", 0);
  root_.add_legacy("\x1b[2J", 0);
  const std::vector<std::string> before = test::names_in(root_.path());
  for (const std::string& name : before) root_.set_age(name, 1000);

  const CleanupReport report = clean_up_now();
  EXPECT_THAT(report.removed, IsEmpty());
  EXPECT_EQ(report.kept, 0U);
  std::vector<std::string> after = test::names_in(root_.path());
  std::erase(after, ".lock");
  EXPECT_EQ(after, before);
  EXPECT_TRUE(fs::exists(elsewhere.path() / "precious" / "users.json"));
}

TEST_F(CleanupTest, KeepsABackupWithSomethingInItThatIsNotItsOwn) {
  test::write_file(root_.add_backup("1st_Jan_2024", 150) / "notes.txt", "mine");
  fs::create_symlink("/etc/hostname", root_.add_backup("2nd_Jan_2024", 150) / "link.json");
  const fs::path damaged = root_.add_backup("3rd_Jan_2024", 150);
  test::write_file(damaged / "manifest.json", "{}");
  test::write_file(damaged / "core", "mine");
  const fs::path only_damaged = root_.add_backup("4th_Jan_2024", 150);
  test::write_file(only_damaged / "manifest.json", "{}");
  for (const std::string& name : test::names_in(root_.path())) root_.set_age(name, 150);
  root_.set_age("3rd_Jan_2024", 151);
  root_.add_backup("31st_May_2024", 1);

  const CleanupReport report = clean_up_now();
  EXPECT_THAT(names_of(report.removed), ElementsAre("4th_Jan_2024"));
  EXPECT_EQ(report.kept, 4U);
  EXPECT_THAT(test::names_in(root_.path()),
              ElementsAre(".lock", "1st_Jan_2024", "2nd_Jan_2024", "31st_May_2024", "3rd_Jan_2024"));
  EXPECT_EQ(line("cleanupOldBackups: Kept a backup that contains a foreign file"),
            R"("level":"warning","message":"cleanupOldBackups: Kept a backup that contains a foreign )"
            R"(file","path":")" +
                (root_ / "3rd_Jan_2024").string() + R"(","stranger":"core"})");
}

TEST_F(CleanupTest, LeavesABackupThatIsBeingReadToTheNextTime) {
  root_.add_backup("1st_Jan_2024", 152);
  root_.add_backup("2nd_Jan_2024", 151);
  root_.add_legacy("3rd_Jan_2024", 150);
  root_.add_backup("31st_May_2024", 1);
  {
    const archive::OpenBackup reader = archive::OpenBackup::open(root_.path() / "1st_Jan_2024");
    const Directory other_reader = Directory::open(root_ / "3rd_Jan_2024");
    archive::hold_for_reading(other_reader);
    const CleanupReport report = clean_up_now();
    EXPECT_THAT(names_of(report.removed), ElementsAre("2nd_Jan_2024"));
    EXPECT_EQ(report.kept, 3U);
    EXPECT_THAT(report.failures, IsEmpty()) << "it is none";
    EXPECT_EQ(line("cleanupOldBackups: Kept a backup that is being read"),
              R"("level":"info","message":"cleanupOldBackups: Kept a backup that is being read","path":")" +
                  (root_ / "1st_Jan_2024").string() + R"("})");
    EXPECT_THAT(test::names_in(root_ / "1st_Jan_2024"), ElementsAre("manifest.json", "users.json"));
  }
  EXPECT_THAT(names_of(clean_up_now().removed), ElementsAre("1st_Jan_2024", "3rd_Jan_2024"));
}

TEST_F(CleanupTest, RemovesWhatDeadRunsLeft) {
  root_.add_legacy(".deleting-1st_Jan_2024", 0);
  root_.add_legacy(".2nd_Jan_2024.partial", 0);
  const CleanupReport report = clean_up_now();
  EXPECT_THAT(test::names_in(root_.path()), ElementsAre(".lock"));
  EXPECT_THAT(report.removed, IsEmpty()) << "they were no backups any more";
  EXPECT_THAT(messages(),
              ElementsAre("cleanupOldBackups: Cleanup started", "Removed the remains of an unfinished backup",
                          "Removed the remains of an interrupted clean-up", "cleanupOldBackups: Cleanup completed"));
}

TEST_F(CleanupTest, StopsBetweenTwoRemovals) {
  root_.add_legacy("1st_Jan_2024", 152);
  root_.add_legacy("2nd_Jan_2024", 151);
  on_line_ = [this](const LogEntry& entry) {
    if (entry.message == "cleanupOldBackups: Removed backup") stop_.request_stop();
  };
  EXPECT_EQ(kind_of_failure(root_.path()), ErrorKind::stopped);
  EXPECT_THAT(test::names_in(root_.path()), ElementsAre(".lock", "2nd_Jan_2024"));
  EXPECT_EQ(kind_of_failure(root_.path()), ErrorKind::stopped);
}

TEST_F(CleanupTest, GoesOnAfterAFailure) {
  root_.add_legacy("1st_Jan_2024", 152);
  root_.add_legacy("2nd_Jan_2024", 151);
  // A leftover that cannot go takes the hidden name of the first one.
  test::write_file(root_ / ".deleting-1st_Jan_2024", "a file");
  const CleanupReport report = clean_up_now();
  EXPECT_THAT(names_of(report.removed), ElementsAre("2nd_Jan_2024"));
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_EQ(report.failures[0].path, root_ / "1st_Jan_2024");
  EXPECT_THAT(report.failures[0].error, HasSubstr("File exists"));
  EXPECT_THAT(line("cleanupOldBackups: Failed to remove backup"), HasSubstr(R"("level":"error")"));
  EXPECT_THAT(line("cleanupOldBackups: Failed to remove backup"), HasSubstr("File exists"));
  EXPECT_EQ(line("cleanupOldBackups: Cleanup completed"),
            R"("level":"warning","message":"cleanupOldBackups: Cleanup completed","deletedCount":1,"failedCount":1,)"
            R"("keptCount":0})");
  EXPECT_TRUE(fs::exists(root_ / "1st_Jan_2024" / "users.json")) << "it is still there, whole";
}

TEST_F(CleanupTest, LeavesABackupWhoseManifestIsNoFile) {
  root_.add_legacy("1st_Jan_2024", 152);
  root_.add_legacy("2nd_Jan_2024", 151);
  ASSERT_EQ(::mkfifo((root_ / "1st_Jan_2024" / "manifest.json").c_str(), 0600), 0);
  const CleanupReport report = clean_up_now();
  EXPECT_THAT(names_of(report.removed), ElementsAre("2nd_Jan_2024"));
  EXPECT_EQ(report.failures.size(), 0U);
  EXPECT_EQ(report.kept, 1U);
}

TEST_F(CleanupTest, ChecksAgainThatAFolderIsNotALinkByNow) {
  const test::TempDir elsewhere;
  fs::create_directory(elsewhere.path() / "precious");
  root_.add_legacy("1st_Jan_2024", 152);
  root_.add_legacy("2nd_Jan_2024", 151);
  on_line_ = [&](const LogEntry& entry) {
    if (entry.message != "cleanupOldBackups: Removed backup") return;
    fs::rename(root_ / "2nd_Jan_2024", elsewhere.path() / "moved");
    fs::create_directory_symlink(elsewhere.path() / "precious", root_ / "2nd_Jan_2024");
    on_line_ = [](const LogEntry&) {};
  };
  const CleanupReport report = clean_up_now();
  EXPECT_EQ(report.failures.size(), 1U);
  EXPECT_TRUE(fs::is_symlink(root_ / "2nd_Jan_2024"));
  EXPECT_TRUE(fs::exists(elsewhere.path() / "precious"));
}

TEST_F(CleanupTest, DoesWhatThePlanSaid) {
  for (int day = 1; day <= 9; ++day) {
    const std::string ending = day == 1 ? "st" : day == 2 ? "nd" : day == 3 ? "rd" : "th";
    root_.add_backup(std::to_string(day) + ending + "_Jan_2024", 153 - day,
                     day % 3 == 0 ? archive::Status::partial : archive::Status::complete);
  }
  root_.add_legacy("10th_Jan_2024", 143);
  root_.add_backup("30th_May_2024", 2, archive::Status::partial);
  root_.add_legacy("photos", 500);
  policy_.keep = {.at_least = 2, .daily = 3};
  std::vector<fs::path> planned;
  for (const Decision& decision : plan_cleanup(root_.path(), policy_, now_)) {
    if (decision.verdict == Verdict::remove) planned.push_back(decision.backup.path);
  }
  EXPECT_EQ(test::names_in(root_.path()).size(), 12U) << "a plan takes no lock and changes nothing";
  EXPECT_FALSE(planned.empty());
  std::vector<fs::path> removed;
  for (const RemovedBackup& backup : clean_up_now().removed) removed.push_back(backup.path);
  EXPECT_EQ(removed, planned);
  EXPECT_THAT(clean_up_now().removed, IsEmpty()) << "a second clean-up finds nothing more";
}

}  // namespace
}  // namespace mongokeep::retention
