// What the program says and leaves where the file system fails, lies, or takes calls away for good:
// preload/failing_calls.

#include <gmock/gmock.h>

#include <csignal>

#include "end_to_end/scene.h"
#include "support/disk_history.h"
#include "support/files.h"
#include "support/preload.h"
#include "support/root_of_folders.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
namespace fs = std::filesystem;

class FailingCalls : public testing::TestWithParam<ServerKind> {
 protected:
  void SetUp() override {
    for (const char* name : {"a", "b", "c"}) scene_.insert_numbered(name, 3);
  }
  ProgramResult back_up(const std::string& rules, const std::vector<std::string>& more = {}) const {
    ProgramCall call = scene_.backup_call(more);
    fail_calls(call, rules);
    return run_program(call);
  }
  void expect_whole(const ProgramResult& backup) const {
    ASSERT_EQ(backup.exit_code, 0) << backup.error;
    const ProgramResult verified = scene_.call("verify", {"latest"});
    EXPECT_EQ(verified.exit_code, 0) << verified.error;
    EXPECT_THAT(scene_.names_in_root(), ElementsAre(".lock", Scene::folder_of(backup).filename()));
  }
  void expect_nothing_left(const ProgramResult& backup) const {
    EXPECT_EQ(backup.exit_code, 1) << backup.error;
    EXPECT_THAT(backup.output, IsEmpty());
    EXPECT_THAT(scene_.names_in_root(), ElementsAre(".lock"));
  }
  /// For the key `b` instead of the key `a`.
  ProgramResult rewrap(const std::string& rules) const {
    ProgramCall call = scene_.backup_call();
    call.environment.erase("MONGOKEEP_URI");
    call.arguments = {"rewrap",     "latest",        "--root",      scene_.root().string(),
                      "--identity", scene_.key("a"), "--recipient", new_recipient_};
    fail_calls(call, rules);
    return run_program(call);
  }
  void back_up_for_rewrap() {
    ASSERT_EQ(scene_.back_up({"--recipient", scene_.make_key("a")}).exit_code, 0);
    new_recipient_ = scene_.make_key("b");
  }

  Scene scene_{shared_server(GetParam())};
  std::string new_recipient_;
};

TEST_P(FailingCalls, ThatWereDoneAllTheSameAreTakenForDone) {
  for (const char* rules : {"renameat2:1:done-EIO:.partial", "renameat2:1:done-ENOENT:.partial",
                            "mkdirat:1:done-EIO:.partial", "mkdirat:1:done-EEXIST:.partial",
                            "mkdirat:1:done-EIO:backup", "mkdirat:1:done-EEXIST:backup", "renameat2:1:done-EIO:a.json",
                            "renameat2:1:done-EIO:manifest.json", "renameat2:1+:EINVAL renameat:1:done-EIO:.partial"}) {
    SCOPED_TRACE(rules);
    fs::remove_all(scene_.root());
    expect_whole(back_up(rules));
  }
}

TEST_P(FailingCalls, ThatWereNotDoneLeaveNothing) {
  for (const char* rules :
       {"renameat2:1:EIO:.partial", "mkdirat:1:EIO:.partial", "fchmod:1:EIO:.partial", "fchmod:1:EIO:a.json",
        "renameat2:1:EIO:a.json", "openat:1:EIO:a.json", "write:1:EIO:a.json", "fsync:1:EIO:.partial",
        "renameat2:1+:EINVAL renameat:1:EIO:.partial"}) {
    SCOPED_TRACE(rules);
    expect_nothing_left(back_up(rules));
  }
}

TEST_P(FailingCalls, LetACleanUpGoOnWhereTheyWereDone) {
  for (const char* rules : {"renameat2:1:done-EIO", "renameat2:1+:EINVAL renameat:1:done-EIO", "unlinkat:1+:done-EIO",
                            "unlinkat:1+:done-ENOENT"}) {
    SCOPED_TRACE(rules);
    const RootOfFolders root(std::chrono::system_clock::now());
    root.add_backup("1st_Jan_2024", 300);
    root.add_backup("2nd_Jan_2024", 1);
    ProgramCall call;
    call.arguments = {"cleanup", "--root", root.path().string()};
    fail_calls(call, rules);
    const ProgramResult result = run_program(call);
    EXPECT_EQ(result.exit_code, 0) << result.error;
    EXPECT_THAT(names_in(root.path()), ElementsAre(".lock", "2nd_Jan_2024"));
  }
}

TEST_P(FailingCalls, OfARewrapSayWhatIsThere) {
  back_up_for_rewrap();
  const ProgramResult refused = rewrap("renameat2:1:EIO:.partial");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_EQ(scene_.call("verify", {"latest", "--identity", scene_.key("a")}).exit_code, 0) << "it is as it was";
  EXPECT_THAT(scene_.names_in_root(), SizeIs(2));
  const ProgramResult done = rewrap("renameat2:1:done-EIO:.partial");
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(scene_.call("verify", {"latest", "--identity", scene_.key("b")}).exit_code, 0);
  EXPECT_THAT(scene_.names_in_root(), SizeIs(2));
}

TEST_P(FailingCalls, OfTheLastSyncOfARewrapAreNoFailure) {
  back_up_for_rewrap();
  // The root is synced once before, where something is left over.
  const ProgramResult unsynced = rewrap("fsync:1+:EIO:" + scene_.root().string() + "$");
  EXPECT_EQ(unsynced.exit_code, 3) << unsynced.error;
  EXPECT_THAT(unsynced.error, HasSubstr("a loss of power may bring the old one back"));
  EXPECT_EQ(scene_.call("verify", {"latest", "--identity", scene_.key("b")}).exit_code, 0);
}

TEST_P(FailingCalls, OfADiskThatNamesTheRecordAllTheSameAreNone) {
  for (const char* rules : {"renameat:1:done-EIO:.schedule.json", "renameat:1:EIO:.schedule.json"}) {
    SCOPED_TRACE(rules);
    fs::remove_all(scene_.root());
    ProgramCall call = scene_.backup_call();
    call.arguments.front() = "run";
    call.environment["MONGOKEEP_SCHEDULE_BACKUP"] = never_soon;
    call.environment["MONGOKEEP_SCHEDULE_CLEANUP"] = never_soon;
    fail_calls(call, rules);
    RunningProgram daemon(call);
    daemon.await_output("Waiting for the scheduled times");
    daemon.send_signal(SIGTERM);
    const ProgramResult result = daemon.wait();
    const bool is_done = std::string(rules).find("done") != std::string::npos;
    EXPECT_EQ(is_done, result.error.find("Cannot write the record") == std::string::npos) << result.error;
    for (const std::string& name : scene_.names_in_root()) EXPECT_THAT(name, Not(EndsWith(".new")));
  }
}

TEST_P(FailingCalls, ForWantOfDescriptorsLeaveNothing) {
  for (std::uint64_t limit = 4; limit < 40; ++limit) {
    SCOPED_TRACE(limit);
    const std::string uri = scene_.uri();
    const std::string option = "serverSelectionTimeoutMS=100";
    ProgramCall call = scene_.backup_call_to(uri + (uri.find('?') == std::string::npos ? "?" : "&") + option);
    call.arguments.push_back("--allDatabases");
    call.descriptor_limit = limit;
    static_cast<void>(run_program(call));
    for (const std::string& name : scene_.names_in_root()) EXPECT_THAT(name, Not(EndsWith(".partial")));
  }
}

TEST_P(FailingCalls, AreNoneWhereTheRootWasFoundAndItsNameIsSynced) {
  fs::create_directories(scene_.root());
  ProgramCall call = scene_.backup_call();
  record_disk_calls(call, scene_.folder() / "calls");
  ASSERT_EQ(run_program(call).exit_code, 0);
  const DiskHistory history(read_file(scene_.folder() / "calls"));
  EXPECT_THAT(history.breaches(), IsEmpty());
  EXPECT_TRUE(history.has_synced(scene_.root().parent_path().string()));
  EXPECT_TRUE(history.has_synced(scene_.root().parent_path().parent_path().string()));
}

INSTANTIATE_TEST_SUITE_P(Rust, FailingCalls, testing::Values(ServerKind::secantus_rust), NameOfServer());

/// A clean-up on a disk that has no room for a hidden name.
class InterruptedRemoval : public testing::Test {
 protected:
  static constexpr const char* full = "renameat2:1+:ENOSPC:.deleting-";

  static ProgramResult clean_up(const RootOfFolders& root, const std::string& rules, const fs::path& record = {}) {
    ProgramCall call;
    call.arguments = {"cleanup", "--root", root.path().string()};
    if (!record.empty()) record_disk_calls(call, record);
    if (!rules.empty()) fail_calls(call, rules);
    return run_program(call);
  }
  static void add_backups(const RootOfFolders& root) {
    root.add_backup("1st_Jan_2024", 300);
    root.add_legacy("2nd_Jan_2024", 299);
    root.add_backup("3rd_Jan_2024", 1);
    write_file(root / ".lock", "");
  }
  /// The names that `list` shows.
  static std::vector<std::string> listed(const RootOfFolders& root) {
    ProgramCall call;
    call.arguments = {"list", "--json", "--root", root.path().string()};
    std::vector<std::string> names;
    for (const Json& entry : Json::parse(run_program(call).output)) {
      names.push_back(entry.at("name"));
      EXPECT_NE(entry.at("status"), "damaged");
    }
    return names;
  }
};

TEST_F(InterruptedRemoval, IsFinishedByTheNextRunWhereverItBrokeOff) {
  int kills = 0;
  for (int number = 1;; ++number) {
    SCOPED_TRACE(number);
    const RootOfFolders root(std::chrono::system_clock::now());
    add_backups(root);
    const ProgramResult killed = clean_up(root, std::string(full) + " any:" + std::to_string(number) + ":KILL");
    const bool is_over = killed.signal != SIGKILL;
    EXPECT_THAT(listed(root), Not(IsEmpty()));
    if (!is_over) ++kills;
    EXPECT_EQ(clean_up(root, full).exit_code, 0);
    EXPECT_THAT(names_in(root.path()), ElementsAre(".lock", "3rd_Jan_2024"));
    if (is_over) break;
  }
  EXPECT_GT(kills, 10);
}

TEST_F(InterruptedRemoval, HasItsMarkSyncedBeforeTheFirstFileGoes) {
  const TempDir temp;
  const RootOfFolders root(std::chrono::system_clock::now());
  add_backups(root);
  EXPECT_EQ(clean_up(root, full, temp.path() / "calls").exit_code, 0);
  EXPECT_THAT(DiskHistory(read_file(temp.path() / "calls")).breaches(), IsEmpty());
  EXPECT_THAT(names_in(root.path()), ElementsAre(".lock", "3rd_Jan_2024"));
}

TEST_F(InterruptedRemoval, LeavesAnEmptyDatedFolderThatIsAnybodys) {
  const RootOfFolders root(std::chrono::system_clock::now());
  add_backups(root);
  fs::create_directory(root / "4th_Jan_2024");
  EXPECT_EQ(clean_up(root, "").exit_code, 0);
  EXPECT_THAT(names_in(root.path()), ElementsAre(".lock", "3rd_Jan_2024", "4th_Jan_2024"));
}

TEST_F(InterruptedRemoval, HasTheManifestGoLastWhereThereAreNoModes) {
  const RootOfFolders root(std::chrono::system_clock::now());
  add_backups(root);
  const std::string rules = std::string(full) + " fchmod:1+:EPERM:_Jan_2024";
  EXPECT_EQ(clean_up(root, rules + " unlinkat:2:KILL").signal, SIGKILL);
  EXPECT_THAT(names_in(root / "1st_Jan_2024"), ElementsAre("manifest.json"));
  EXPECT_EQ(clean_up(root, rules).exit_code, 0);
  EXPECT_FALSE(fs::exists(root / "2nd_Jan_2024"));
}

TEST_F(InterruptedRemoval, IsReadByNobody) {
  const RootOfFolders root(std::chrono::system_clock::now());
  add_backups(root);
  EXPECT_EQ(clean_up(root, std::string(full) + " unlinkat:1:KILL").signal, SIGKILL);
  for (const std::string command : {"show", "verify", "cat"}) {
    ProgramCall call;
    call.arguments = {command, (root / "1st_Jan_2024").string()};
    if (command == "cat") call.arguments.push_back("users");
    const ProgramResult result = run_program(call);
    EXPECT_NE(result.exit_code, 0) << command;
    EXPECT_THAT(result.error, HasSubstr("remov")) << command;
  }
}

}  // namespace
}  // namespace mongokeep::test
