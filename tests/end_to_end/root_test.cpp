// What the file system can do to a run, and what a run may find in its root.

#include <gmock/gmock.h>
#include <sys/mount.h>
#include <unistd.h>

#include <csignal>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/preload.h"
#include "support/tcp_proxy.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

class Root : public testing::TestWithParam<ServerKind> {
 protected:
  Root() { scene_.insert_numbered("users", 100); }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST_P(Root, GetsNothingElseWrittenIntoItWhereTheStandardStreamsAreClosed) {
  scene_.insert_numbered("orders", 5000);
  ProgramCall call = scene_.backup_call({"--verbose"});
  call.redirections = "<&- >&- 2>&-";
  EXPECT_EQ(run_program(call).exit_code, 0);
  EXPECT_EQ(scene_.call("verify", {"latest"}).exit_code, 0);
}

TEST_P(Root, ThatIsMissingIsMadeWithAWordOrNotAtAll) {
  const ProgramResult refused = scene_.back_up({"--rootMustExist"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.error, HasSubstr("there is no such folder"));
  EXPECT_FALSE(fs::exists(scene_.root()));
  const ProgramResult made = scene_.back_up();
  EXPECT_EQ(made.exit_code, 0) << made.error;
  EXPECT_EQ(line_of(made, "The backup root did not exist and was created").at("root"), scene_.root().string());
  EXPECT_EQ(scene_.back_up({"--rootMustExist"}).exit_code, 0);
  EXPECT_TRUE(line_of(scene_.back_up(), "The backup root did not exist and was created").is_null());
}

TEST_P(Root, WhoseDiskIsNotMountedIsNotMade) {
  write_file(scene_.folder() / "fstab", "UUID=1 " + scene_.folder().string() + " ext4 nofail 0 2\n");
  ProgramCall call = scene_.backup_call();
  add_flaw(call, "MKTEST_FSTAB", (scene_.folder() / "fstab").string());
  const ProgramResult refused = run_program(call);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.error, HasSubstr("Mount it first: mount " + scene_.folder().string()));
  EXPECT_FALSE(fs::exists(scene_.root()));
}

TEST_P(Root, ThatIsAFileIsRefusedAndStays) {
  write_file(scene_.root(), "mine");
  const ProgramResult result = scene_.back_up();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.error, HasSubstr(scene_.root().string()));
  EXPECT_THAT(result.error, HasSubstr("not a folder"));
  EXPECT_EQ(read_file(scene_.root()), "mine");
}

TEST_P(Root, ThatIsALinkIsRefusedAndNotFollowed) {
  fs::create_directory(scene_.folder() / "elsewhere");
  fs::create_directory_symlink(scene_.folder() / "elsewhere", scene_.root());
  const ProgramResult result = scene_.back_up();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.error, HasSubstr("it is a symbolic link"));
  EXPECT_TRUE(fs::is_empty(scene_.folder() / "elsewhere"));
}

TEST_P(Root, ThatIsReadOnlyIsRefused) {
  fs::create_directory(scene_.root());
  fs::permissions(scene_.root(), fs::perms::owner_read | fs::perms::owner_exec);
  const ProgramResult result = scene_.back_up();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.error, HasSubstr("Permission denied"));
  EXPECT_TRUE(fs::is_empty(scene_.root()));
}

TEST_P(Root, WithALimitOnTheSizeOfFilesPublishesNothing) {
  scene_.insert_numbered("large", 5000, 400);
  ProgramCall call = scene_.backup_call();
  call.file_size_limit = 1 << 20;
  const ProgramResult result = run_program(call);
  EXPECT_EQ(result.exit_code, 1) << result.error;
  EXPECT_THAT(result.error, HasSubstr("File too large"));
  EXPECT_THAT(result.error, HasSubstr("ulimit -f"));
  EXPECT_THAT(scene_.names_in_root(), ElementsAre(".lock"));
}

TEST_P(Root, OnAFullDiskPublishesNothing) {
  scene_.insert_numbered("large", 5000, 400);
  fs::create_directory(scene_.root());
  // As a user there is no disk to fill; the limit on the size of files above stands in.
  if (::mount("tmpfs", scene_.root().c_str(), "tmpfs", 0, "size=1m") != 0) {
    EXPECT_NE(::geteuid(), 0U) << "root can mount";
    return;
  }
  const ProgramResult result = scene_.back_up();
  const std::vector<std::string> left = scene_.names_in_root();
  ::umount(scene_.root().c_str());
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.error, HasSubstr("No space left on device"));
  EXPECT_THAT(result.error, HasSubstr("Free some space"));
  EXPECT_THAT(left, ElementsAre(".lock"));
}

TEST_P(Root, IsClearedOfWhatADeadRunLeft) {
  fs::create_directories(scene_.root() / ".20th_Feb_2024.partial");
  write_file(scene_.root() / ".20th_Feb_2024.partial" / ".users.json.part", "[");
  fs::create_directories(scene_.root() / ".mine.partial");
  const ProgramResult result = scene_.back_up();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_FALSE(fs::exists(scene_.root() / ".20th_Feb_2024.partial"));
  EXPECT_TRUE(fs::exists(scene_.root() / ".mine.partial"));
  EXPECT_EQ(line_of(result, "Removed the remains of an unfinished backup").at("path"),
            (scene_.root() / ".20th_Feb_2024.partial").string());
}

TEST_P(Root, WithALeftoverThatCannotBeRemovedIsUsedAllTheSame) {
  const fs::path leftover = scene_.root() / ".20th_Feb_2024.partial";
  fs::create_directories(leftover);
  write_file(leftover / "users.json", "[");
  fs::permissions(leftover, fs::perms::owner_read | fs::perms::owner_exec);
  const ProgramResult result = scene_.back_up();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(line_of(result, "Cannot remove the remains of an unfinished backup").at("error").get<std::string>(),
              HasSubstr("Permission denied"));
  EXPECT_TRUE(fs::exists(leftover / "users.json"));
}

TEST_P(Root, WithAFileUnderTheDaysNameIsLeftAlone) {
  const fs::path first = Scene::folder_of(scene_.back_up());
  fs::remove_all(first);
  fs::create_directory_symlink(scene_.folder(), first);
  const fs::path second = Scene::folder_of(scene_.back_up());
  EXPECT_NE(second, first);
  EXPECT_TRUE(fs::is_symlink(first));
}

INSTANTIATE_TEST_SUITE_P(Wheel, Root, testing::Values(ServerKind::secantus_wheel), NameOfServer());

/// A run that stands still in the middle of a collection, with the connection open.
class MidRun : public testing::TestWithParam<ServerKind> {
 protected:
  MidRun() {
    scene_.insert_numbered("a", 10);
    scene_.insert_numbered("b", 20000, 400);
    proxy_.pause_after(1'000'000);
  }

  ProgramCall call() const {
    return scene_.backup_call_to(server_.uri_through(proxy_.port(), scene_.database()), {"-j", "1"});
  }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
  TcpProxy proxy_{server_.port()};
};

class StoppedMidRun : public MidRun {
 protected:
  /// Ends a run that goes on slowly, in the middle, by the signal.
  void expect_end_by(int signal, int exit_code) {
    RunningProgram program(call());
    proxy_.await_pause();
    program.send_signal(signal);
    proxy_.resume();
    const ProgramResult result = program.wait();
    EXPECT_EQ(result.exit_code, exit_code) << result.error;
    EXPECT_EQ(result.output, "");
    EXPECT_THAT(scene_.names_in_root(), ElementsAre(".lock"));
  }
};

TEST_P(StoppedMidRun, BySigintLeavesNoTrace) {
  expect_end_by(SIGINT, 130);
}

TEST_P(StoppedMidRun, BySigtermLeavesNoTrace) {
  expect_end_by(SIGTERM, 143);
}

TEST_P(StoppedMidRun, BySighupLeavesNoTrace) {
  expect_end_by(SIGHUP, 129);
}

TEST_P(StoppedMidRun, WhileTheServerHangsEndsAllTheSame) {
  RunningProgram program(call());
  proxy_.await_pause();
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 143);
  EXPECT_FALSE(line_of(result, "Stopping: the unfinished backup will be removed").is_null());
  for (const std::string& name : scene_.names_in_root()) EXPECT_TRUE(name.starts_with(".")) << name;
  proxy_.resume();
  EXPECT_EQ(scene_.back_up().exit_code, 0) << "the next run is not hindered";
  EXPECT_EQ(scene_.names_in_root().size(), 2U);
}

TEST_P(StoppedMidRun, ByForceLeavesNothingUnderAFinalName) {
  RunningProgram program(call());
  proxy_.await_pause();
  program.send_signal(SIGKILL);
  EXPECT_EQ(program.wait().signal, SIGKILL);
  for (const std::string& name : scene_.names_in_root()) EXPECT_TRUE(name.starts_with(".")) << name;
  proxy_.resume();
  const ProgramResult next = scene_.back_up();
  EXPECT_EQ(next.exit_code, 0) << next.error;
  EXPECT_EQ(scene_.names_in_root().size(), 2U) << "the leftover is gone";
}

INSTANTIATE_TEST_SUITE_P(FullServers, StoppedMidRun, testing::ValuesIn(full_servers), NameOfServer());

class Twice : public MidRun {};

TEST_P(Twice, AtOnceIsRefusedAndTheFirstGoesOn) {
  RunningProgram first(call());
  proxy_.await_pause();
  const ProgramResult second = scene_.back_up();
  EXPECT_EQ(second.exit_code, 5);
  EXPECT_THAT(second.error, HasSubstr("another run of mongokeep holds it"));
  EXPECT_EQ(log_of(second).size(), 1U);
  proxy_.resume();
  const ProgramResult result = first.wait();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(documents_in(Scene::folder_of(result) / "b.json").size(), 20000U);
}

INSTANTIATE_TEST_SUITE_P(Wheel, Twice, testing::Values(ServerKind::secantus_wheel), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
