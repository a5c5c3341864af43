// `mongokeep check`: the root, its disk and its backups, configuration, keys and hooks. Nothing is written.

#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <map>
#include <tuple>

#include "base/files/unique_fd.h"
#include "end_to_end/check_scene.h"
#include "support/files.h"
#include "support/http_receiver.h"
#include "support/loopback.h"
#include "support/temp_dir.h"

namespace mongokeep::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
namespace fs = std::filesystem;

/// All that writing would change, by path.
std::map<std::string, std::string> traces_below(const fs::path& folder) {
  std::map<std::string, std::string> traces;
  const auto add = [&](const fs::path& path) {
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0) throw std::runtime_error("cannot look at " + path.string());
    traces[path.string()] = std::to_string(facts.st_ino) + " " + std::to_string(facts.st_size) + " " +
                            std::to_string(facts.st_mode) + " " + std::to_string(facts.st_mtim.tv_sec) + "." +
                            std::to_string(facts.st_mtim.tv_nsec) + " " + std::to_string(facts.st_ctim.tv_sec) + "." +
                            std::to_string(facts.st_ctim.tv_nsec);
  };
  add(folder);
  for (const auto& entry : fs::recursive_directory_iterator(folder)) add(entry.path());
  return traces;
}

class CheckRoot : public CheckTest {
 protected:
  CheckRoot() { scene_.insert_numbered("users", 100); }

  /// With another root.
  Checked check_of(const fs::path& root, ChildSettings::FileModes modes = ChildSettings::FileModes::as_ours) const {
    ProgramCall call;
    call.arguments = {"check", "--json", "--uri", scene_.uri(), "--root", root.string()};
    call.working_folder = scene_.folder();
    call.file_modes = modes;
    return Checked(run_program(call));
  }

  /// A tmpfs at the root, or none where this user may not mount.
  class SmallDisk {
   public:
    explicit SmallDisk(fs::path path) : path_(std::move(path)) {
      fs::create_directories(path_);
      is_there_ = ::mount("none", path_.c_str(), "tmpfs", 0, "size=1m") == 0;
    }
    ~SmallDisk() {
      if (is_there_) ::umount2(path_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    bool is_there() const { return is_there_; }

   private:
    fs::path path_;
    bool is_there_ = false;
  };
};

TEST_P(CheckRoot, WritesNothing) {
  ASSERT_EQ(check().exit_code(), 0);
  EXPECT_FALSE(fs::exists(scene_.root()));
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  fs::create_directory(scene_.root() / ".1st_Jan_2024.partial");
  const auto before = traces_below(scene_.folder());
  const Checked checked = check();
  EXPECT_EQ(checked.exit_code(), 0) << checked.result().output;
  EXPECT_EQ(traces_below(scene_.folder()), before);
  EXPECT_THAT(checked.lines("root", "ok"), AllOf(HasSubstr("is writable"), HasSubstr(".1st_Jan_2024.partial")));
  EXPECT_THAT(checked.lines("backups", "ok"), HasSubstr("the newest complete backup"));
  EXPECT_THAT(checked.lines("space", "ok"), HasSubstr("the newest complete backup takes"));
}

TEST_P(CheckRoot, RefusesARootThatCannotBeUsed) {
  write_file(scene_.folder() / "file", "");
  const Checked file = check_of(scene_.folder() / "file");
  EXPECT_EQ(file.exit_code(), 3);
  EXPECT_THAT(file.lines("root", "failed"), HasSubstr("not a folder"));
  EXPECT_THAT(file.lines("space", "unknown"), HasSubstr("not checked"));
  fs::create_directory_symlink(scene_.folder(), scene_.folder() / "link");
  EXPECT_THAT(check_of(scene_.folder() / "link").lines("root", "failed"), HasSubstr("symbolic link"));
  EXPECT_THAT(check({"--rootMustExist"}).lines("root", "failed"), HasSubstr("root_must_exist is set"));

  fs::create_directory(scene_.root());
  fs::permissions(scene_.root(), fs::perms(0500));
  for (const fs::path& root : {scene_.root(), scene_.root() / "below"}) {
    const Checked checked = check_of(root, ChildSettings::FileModes::binding);
    EXPECT_EQ(checked.exit_code(), 3);
    EXPECT_THAT(checked.lines("root", "failed"),
                AllOf(HasSubstr("may not write there: it belongs to"), HasSubstr("0500")));
  }
}

TEST_P(CheckRoot, SaysWhoIsAtWorkInIt) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const UniqueFd lock(::open((scene_.root() / ".lock").c_str(), O_RDWR | O_CLOEXEC));
  ASSERT_EQ(::flock(lock.get(), LOCK_EX), 0);
  const Checked locked = check();
  EXPECT_EQ(locked.exit_code(), 0);
  EXPECT_THAT(locked.lines("root", "ok"), HasSubstr("a run is using it now"));

  ProgramCall run = scene_.backup_call();
  run.arguments.front() = "run";
  run.environment["MONGOKEEP_SCHEDULE_BACKUP"] = run.environment["MONGOKEEP_SCHEDULE_CLEANUP"] = never_soon;
  RunningProgram daemon(run);
  daemon.await_output("nextBackup");
  EXPECT_THAT(check().lines("schedule", "ok"), HasSubstr("`mongokeep run` is running the schedule"));
  daemon.send_signal(SIGTERM);
  daemon.wait();
  EXPECT_THAT(check().lines("schedule", "unknown"), HasSubstr("no visible `mongokeep run`"));
  write_file(scene_.root() / record_name, "{");
  EXPECT_THAT(check().lines("root", "warning"), HasSubstr("cannot read the schedule's record"));
}

TEST_P(CheckRoot, FailsWhereTheNextBackupDoesNotFit) {
  const SmallDisk disk(scene_.root());
  if (!disk.is_there()) GTEST_SKIP() << "this user may not mount";
  scene_.insert_numbered("orders", 600, 900);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const Checked checked = check();
  EXPECT_EQ(checked.exit_code(), 3);
  EXPECT_THAT(checked.lines("space", "failed"), HasSubstr("Free some space"));
  EXPECT_THAT(checked.lines("root", "warning"), HasSubstr("the root is in memory (tmpfs)"));
}

TEST_P(CheckRoot, JudgesBackupsAsHealthDoes) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  EXPECT_NE(check().lines("backups", "ok"), "");
  fs::create_directory(scene_.root() / "1st_Jan_2200");
  write_file(scene_.root() / "1st_Jan_2200" / "manifest.json", "{");
  const ProgramResult health = scene_.call("health");
  const Checked checked = check();
  EXPECT_EQ(health.exit_code == 0, checked.lines("backups", "warning").empty()) << health.error;
  EXPECT_THAT(check({"--maxAge", "1d"}).lines("retention", "warning"), IsEmpty());
  EXPECT_THAT(check({"--maxAge", "26h", "--backupSchedule", "0 1 * * 0"}).lines("retention", "warning"),
              HasSubstr("up to 7 days pass between two backups"));
}

TEST_P(CheckRoot, LooksAtTheWholeConfiguration) {
  const Checked bad = check({"--backupSchedule", "5 o'clock"});
  EXPECT_EQ(bad.exit_code(), 3);
  EXPECT_NE(bad.lines("schedule", "failed"), "");
  EXPECT_THAT(check({"--timezone", "Moon/Tycho"}).lines("schedule", "failed"), HasSubstr("Moon/Tycho"));
  EXPECT_THAT(check({"--daysToKeep", "1"}).lines("retention", "warning"), HasSubstr("1 day are removed"));
  EXPECT_EQ(run_program(call_to(scene_.uri(), {"--maxAge", "soon"})).exit_code, 2);

  const fs::path file = scene_.folder() / "keep.toml";
  write_file(file, "uri = \"mongodb://keeper:hidden-word@127.0.0.1/shop\"\nroot = \"elsewhere\"\n");
  fs::permissions(file, fs::perms(0644));
  const Checked open = check({"--config", file.string()});
  EXPECT_THAT(open.lines("configuration", "ok"), HasSubstr("keep.toml: 2 settings; 1 setting from the environment"));
  EXPECT_THAT(open.lines("configuration", "warning"), AllOf(HasSubstr("keep.toml:2: root is overridden by --root"),
                                                            HasSubstr("which contains a secret (mode 0644)")));
  EXPECT_THAT(open.result().output, Not(HasSubstr("hidden-word")));
  fs::permissions(file, fs::perms(0600));
  EXPECT_THAT(check({"--config", file.string()}).lines("configuration", "warning"), Not(HasSubstr("secret")));
  write_file(file, "rot = 1\n");
  EXPECT_EQ(run_program(call_to(scene_.uri(), {"--config", file.string()})).exit_code, 2);
}

TEST_P(CheckRoot, LooksAtKeys) {
  const std::string recipient = scene_.make_key("one");
  const Checked lone = check({"--recipient", recipient, "--drillSchedule", "0 5 * * 0"});
  EXPECT_EQ(lone.exit_code(), 3);
  EXPECT_THAT(lone.lines("encryption", "warning"), HasSubstr("one recipient only"));
  EXPECT_THAT(lone.lines("drills", "failed"), HasSubstr("no given key opens them"));
  fs::permissions(scene_.key("one"), fs::perms(0644));
  const Checked seen = check({"--recipient", recipient, "--identity", scene_.key("one")});
  EXPECT_THAT(seen.lines("encryption", "warning"), HasSubstr("every user of this machine can read"));
  EXPECT_THAT(check({"--recipient", "age1nonsense"}).lines("encryption", "failed"), HasSubstr("age1nonsense"));
}

TEST_P(CheckRoot, ReachesWhereHooksGoAndCallsNone) {
  const HttpReceiver receiver;
  ProgramCall call = call_to(scene_.uri(), {"--json", "--onFailure", "touch " + (scene_.folder() / "called").string(),
                                            "--onSuccess", "no-such-program-here --loud"});
  call.environment["MONGOKEEP_HOOKS_PING_URL"] = receiver.address("/secret-id");
  call.environment["MONGOKEEP_HOOKS_DRILL_PING_URL"] =
      "http://127.0.0.1:" + std::to_string(unused_port()) + "/secret-id";
  call.environment["no_proxy"] = "127.0.0.1";
  const Checked checked{run_program(call)};
  EXPECT_EQ(checked.exit_code(), 0);
  EXPECT_THAT(checked.lines("hooks", "ok"), AllOf(HasSubstr("hooks.on_failure runs touch, which exists"),
                                                  HasSubstr("http://127.0.0.1 answers; nothing was sent")));
  EXPECT_THAT(checked.lines("hooks", "warning"),
              AllOf(HasSubstr("no-such-program-here, which does not exist"),
                    HasSubstr("hooks.drill_ping_url: cannot reach http://127.0.0.1")));
  EXPECT_THAT(checked.result().output, Not(HasSubstr("secret-id")));
  EXPECT_TRUE(receiver.requests().empty());
  EXPECT_FALSE(fs::exists(scene_.folder() / "called"));
}

INSTANTIATE_TEST_SUITE_P(EveryServer, CheckRoot, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
