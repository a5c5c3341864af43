// The order in which the program writes, syncs, names and removes files: seen in the calls that it makes, since on a
// disk that keeps its power nothing shows that a sync is missing. DiskHistory has the rules.

#include <gmock/gmock.h>

#include <csignal>

#include "end_to_end/daemon_scene.h"
#include "end_to_end/scene.h"
#include "support/disk_history.h"
#include "support/files.h"
#include "support/preload.h"
#include "support/root_of_folders.h"

namespace mongokeep::test {
namespace {

using testing::Contains;
using testing::EndsWith;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;

/// Runs the program, which has to succeed, and looks at what it did to the disk.
class Recorded {
 public:
  DiskHistory run(ProgramCall call, FileSystem file_system = FileSystem::as_it_is) {
    record_disk_calls(call, record(), file_system);
    const ProgramResult result = run_program(call);
    EXPECT_EQ(result.exit_code, 0) << result.error;
    output_ = result.output;
    return history();
  }
  /// Of the run that was over last.
  DiskHistory history() {
    DiskHistory found(read_file(record()));
    EXPECT_THAT(found.breaches(), IsEmpty());
    return found;
  }
  std::filesystem::path record() const { return temp_.path() / ("calls" + std::to_string(number_)); }
  const std::string& output() const { return output_; }
  void next() { ++number_; }

 private:
  TempDir temp_;
  int number_ = 0;
  std::string output_;
};

class DiskOrder : public testing::TestWithParam<ServerKind> {
 protected:
  DiskHistory back_up(const std::vector<std::string>& more = {}, FileSystem file_system = FileSystem::as_it_is) {
    recorded_.next();
    DiskHistory history = recorded_.run(scene_.backup_call(more), file_system);
    backup_ = recorded_.output().substr(0, recorded_.output().find('\n'));
    return history;
  }
  DiskHistory call(const std::string& command, const std::vector<std::string>& more) {
    recorded_.next();
    ProgramCall call = scene_.backup_call();
    call.environment.erase("MONGOKEEP_URI");
    call.arguments = {command};
    call.arguments.insert(call.arguments.end(), more.begin(), more.end());
    return recorded_.run(call);
  }
  void insert_small(int collections) {
    for (int number = 0; number < collections; ++number) scene_.insert_numbered("c" + std::to_string(number), 3);
  }
  /// Makes a key pair; gives the recipient. `key` is where the identity lies.
  std::string make_key(const std::string& name) {
    call("keygen", {key(name)});
    return recorded_.output().substr(0, recorded_.output().find('\n'));
  }
  DiskHistory rewrap_for(const std::string& recipient) {
    return call("rewrap",
                {"latest", "--root", scene_.root().string(), "--identity", key("one.key"), "--recipient", recipient});
  }
  std::string key(const std::string& name) const { return (scene_.folder() / name).string(); }
  /// Of the backup that was made last.
  std::filesystem::path folder() const { return backup_; }

  Scene scene_{shared_server(GetParam())};
  Recorded recorded_;
  std::filesystem::path backup_;
};

TEST_P(DiskOrder, OfABackupOfAFewCollections) {
  insert_small(3);
  const DiskHistory history = back_up();
  EXPECT_THAT(history.named(), Contains(EndsWith("/c2.json")));
  EXPECT_THAT(history.named(), Contains(EndsWith("/manifest.json")));
  EXPECT_EQ(history.named().size(), 5U);
  EXPECT_EQ(history.file_syncs(), 4);
  EXPECT_EQ(history.whole_syncs(), 0);
}

TEST_P(DiskOrder, OfManySmallFilesThatAreSyncedTogether) {
  insert_small(40);
  const DiskHistory history = back_up({}, FileSystem::ext4);
  EXPECT_EQ(history.named().size(), 42U);
  EXPECT_THAT(history.whole_syncs(), Ge(1));
  EXPECT_THAT(history.file_syncs(), Le(16)) << "what one call does for all is not done again";
}

TEST_P(DiskOrder, OfManySmallFilesWhereASyncOfAllMaySyncNone) {
  insert_small(40);
  const DiskHistory history = back_up({}, FileSystem::other);
  EXPECT_EQ(history.named().size(), 42U);
  EXPECT_EQ(history.whole_syncs(), 0);
  EXPECT_EQ(history.file_syncs(), 41);
}

TEST_P(DiskOrder, OfALargeFileThatIsReadBackOnce) {
  scene_.insert_numbered("large", 2000, 10000);
  const DiskHistory history = back_up();
  EXPECT_EQ(history.bytes_read("large.json"), std::filesystem::file_size(folder() / "large.json"));
}

TEST_P(DiskOrder, OfPackedFilesThatAreUnpackedAgain) {
  scene_.insert_numbered("large", 2000, 10000);
  insert_small(2);
  const DiskHistory history = back_up({"--compression", "zstd", "--recipient", make_key("one.key")});
  for (const char* name : {"large.json.zst.age", "c1.json.zst.age"}) {
    EXPECT_THAT(history.bytes_read(name), Ge(2 * std::filesystem::file_size(folder() / name))) << name;
  }
}

TEST_P(DiskOrder, OfABackupOfSeveralDatabases) {
  insert_small(2);
  const DiskHistory history = back_up({"--allDatabases"});
  EXPECT_THAT(history.named(), Contains(EndsWith(scene_.database() + "/c1.json")));
}

TEST_P(DiskOrder, OfARewrap) {
  insert_small(2);
  back_up({"--recipient", make_key("one.key")});
  const DiskHistory history = rewrap_for(make_key("two.key"));
  EXPECT_THAT(history.named(), Contains(folder().string()));
  EXPECT_THAT(scene_.names_in_root(), testing::ElementsAre(".lock", folder().filename()));
}

TEST_P(DiskOrder, OfARewrapOfSeveralDatabases) {
  insert_small(2);
  back_up({"--allDatabases", "--recipient", make_key("one.key")});
  const DiskHistory history = rewrap_for(make_key("two.key"));
  EXPECT_THAT(history.named(), Contains(EndsWith(scene_.database() + "/c1.json.age")));
}

TEST_P(DiskOrder, OfTheRecordOfTheSchedule) {
  ProgramCall call = scene_.backup_call();
  call.arguments.front() = "run";
  call.environment["MONGOKEEP_SCHEDULE_BACKUP"] = never_soon;
  call.environment["MONGOKEEP_SCHEDULE_CLEANUP"] = never_soon;
  std::filesystem::create_directory(scene_.root());
  record_disk_calls(call, recorded_.record());
  RunningProgram daemon(call);
  daemon.await_output("Waiting for the scheduled times");
  daemon.send_signal(SIGTERM);
  EXPECT_EQ(daemon.wait().exit_code, 143);
  EXPECT_THAT(recorded_.history().named(), Contains((scene_.root() / record_name).string()));
}

TEST_P(DiskOrder, OfAKeyThatIsMade) {
  make_key("one.key");
  EXPECT_EQ(recorded_.history().file_syncs(), 1);
  EXPECT_THAT(read_file(key("one.key")), testing::HasSubstr("AGE-SECRET-KEY-1"));
}

INSTANTIATE_TEST_SUITE_P(Rust, DiskOrder, testing::Values(ServerKind::secantus_rust), NameOfServer());

/// Clean-ups need no server.
class DiskOrderOfCleanup : public testing::Test {
 protected:
  DiskHistory clean_up() {
    ProgramCall call;
    call.arguments = {"cleanup", "--root", root_.path().string()};
    return recorded_.run(call);
  }

  RootOfFolders root_{std::chrono::system_clock::now()};
  Recorded recorded_;
};

TEST_F(DiskOrderOfCleanup, HasTheRootSyncedBeforeAndBehindARemoval) {
  root_.add_backup("1st_Jan_2024", 300);
  root_.add_backup("2nd_Jan_2024", 299);
  root_.add_backup("3rd_Jan_2024", 1);
  const DiskHistory history = clean_up();
  EXPECT_THAT(history.named(),
              testing::ElementsAre(EndsWith("/.deleting-1st_Jan_2024"), EndsWith("/.deleting-2nd_Jan_2024")));
  EXPECT_THAT(names_in(root_.path()), testing::ElementsAre(".lock", "3rd_Jan_2024"));
}

TEST_F(DiskOrderOfCleanup, HasTheRootSyncedBeforeLeftoversGo) {
  root_.add_legacy(".deleting-1st_Jan_2024", 0);
  root_.add_legacy(".2nd_Jan_2024.partial", 0);
  clean_up();
  EXPECT_THAT(names_in(root_.path()), testing::ElementsAre(".lock"));
}

TEST_F(DiskOrderOfCleanup, HasNoFileInThePlaceOfAStandardStreamThatIsClosed) {
  root_.add_backup("1st_Jan_2024", 300);
  root_.add_backup("2nd_Jan_2024", 1);
  ProgramCall call;
  call.arguments = {"cleanup", "--root", root_.path().string()};
  call.redirections = "<&- >&- 2>&-";
  EXPECT_THAT(recorded_.run(call).named(), testing::SizeIs(1));
}

}  // namespace
}  // namespace mongokeep::test
