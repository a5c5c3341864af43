// `mongokeep cleanup` on roots that hold whatever a disk can hold. Only the last test needs a server.

#include <gmock/gmock.h>
#include <sys/mount.h>
#include <unistd.h>

#include "archive/root.h"
#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/root_of_folders.h"

namespace mongokeep::test {
namespace {

using archive::Status;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
namespace fs = std::filesystem;

ProgramCall call_on(const fs::path& root, const std::vector<std::string>& more = {}) {
  ProgramCall call;
  call.arguments = {"cleanup", "--root", root.string()};
  call.arguments.insert(call.arguments.end(), more.begin(), more.end());
  return call;
}

class Cleanup : public testing::Test {
 protected:
  ProgramResult clean_up(const std::vector<std::string>& more = {}) const {
    return run_program(call_on(root_.path(), more));
  }
  /// What lies in the root but the lock.
  std::vector<std::string> names() const {
    std::vector<std::string> found = names_in(root_.path());
    std::erase(found, ".lock");
    return found;
  }

  RootOfFolders root_{std::chrono::system_clock::now()};
};

TEST_F(Cleanup, RemovesWhatIsTooOldAndPrintsIt) {
  root_.add_legacy("1st_Jan_2024", 300);
  root_.add_backup("2nd_Jan_2024", 299);
  root_.add_backup("3rd_Jan_2024", 298, Status::partial);
  root_.add_backup("4th_Jan_2024", 89);
  const ProgramResult result = clean_up();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(lines_of(result.output), ElementsAre((root_ / "1st_Jan_2024").string(), (root_ / "2nd_Jan_2024").string(),
                                                   (root_ / "3rd_Jan_2024").string()));
  EXPECT_THAT(names(), ElementsAre("4th_Jan_2024"));
  const Json line = line_of(result, "cleanupOldBackups: Removed backup");
  EXPECT_EQ(line.at("path"), (root_ / "1st_Jan_2024").string());
  // The program may start a while after the root was made.
  const auto age = line.at("ageSeconds").get<std::int64_t>();
  EXPECT_EQ(age / 86400, 300) << age;
  EXPECT_EQ(line.at("reason"), "older than 90 days");
  EXPECT_THAT(result.error, HasSubstr(R"("message":"cleanupOldBackups: Cleanup completed","deletedCount":3,)"));
}

TEST_F(Cleanup, PrintsWhatItDidAsJson) {
  root_.add_legacy("1st_Jan_2024", 300);
  const Json report = Json::parse(clean_up({"--json"}).output);
  EXPECT_EQ(report.at("deletedCount"), 1);
  EXPECT_EQ(report.at("deletedBackups")[0].at("path"), (root_ / "1st_Jan_2024").string());
  const ProgramResult quiet = clean_up({"--quiet"});
  EXPECT_EQ(quiet.output + quiet.error, "");
}

TEST_F(Cleanup, KeepsTheLastGoodBackupsHoweverOld) {
  root_.add_backup("1st_Jan_2024", 300);
  root_.add_backup("2nd_Jan_2024", 299);
  root_.add_backup("3rd_Jan_2024", 298);
  root_.add_backup("4th_Jan_2024", 297, Status::partial);
  root_.add_backup("5th_Jan_2024", 1, Status::partial);
  EXPECT_EQ(clean_up({"--keepAtLeast", "2"}).exit_code, 0);
  EXPECT_THAT(names(), ElementsAre("2nd_Jan_2024", "3rd_Jan_2024", "5th_Jan_2024"));
  EXPECT_EQ(clean_up().exit_code, 0);
  EXPECT_THAT(names(), ElementsAre("3rd_Jan_2024", "5th_Jan_2024"));
}

TEST_F(Cleanup, RehearsesWhatIsThenDone) {
  for (int day = 4; day <= 20; ++day) {
    root_.add_backup(std::to_string(day) + "th_Jan_2024", 320 - day, day % 4 == 0 ? Status::partial : Status::complete);
  }
  root_.add_legacy("3rd_Jan_2024", 317);
  root_.add_backup("21st_Jan_2024", 1, Status::partial);
  root_.add_legacy("photos", 500);
  const std::vector<std::string> rules = {"--keepDaily", "3", "--keepWeekly", "2"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), rules.begin(), rules.end());
    return clean_up(more);
  };
  const ProgramResult plan = with({"--dryRun", "--json"});
  const ProgramResult table = with({"--dryRun"});
  EXPECT_EQ(plan.exit_code, 0) << plan.error;
  EXPECT_EQ(names_in(root_.path()).size(), 20U) << "not even a lock was made";
  std::vector<std::string> planned;
  std::vector<std::string> staying;
  for (const Json& entry : Json::parse(plan.output)) {
    EXPECT_THAT(table.output, HasSubstr(entry.at("reason").get<std::string>()));
    if (entry.at("verdict") == "remove") {
      planned.push_back(entry.at("path"));
    } else {
      staying.push_back(entry.at("name"));
    }
  }
  EXPECT_FALSE(planned.empty());
  EXPECT_EQ(lines_of(with({}).output), planned);
  std::sort(staying.begin(), staying.end());
  EXPECT_EQ(names(), staying);
}

TEST_F(Cleanup, LeavesAloneWhatIsNotABackup) {
  const TempDir elsewhere;
  fs::create_directory(elsewhere.path() / "20th_Feb_2020");
  write_file(elsewhere.path() / "20th_Feb_2020" / "users.json", "[]");
  fs::create_directory_symlink(elsewhere.path() / "20th_Feb_2020", root_ / "20th_Feb_2020");
  fs::create_directory_symlink(elsewhere.path(), root_.add_legacy("21st_Feb_2020", 0) / "link.json");
  write_file(root_ / "22nd_Feb_2020", "a file");
  write_file(root_.add_legacy("23rd_Feb_2020", 0) / "notes.txt", "mine");
  write_file(root_.add_backup("24th_Feb_2020", 500) / "notes.txt", "mine");
  root_.add_legacy("photos", 0);
  root_.add_legacy(".hidden", 0);
  fs::create_directory(root_ / "25th_Feb_2020");
  const std::vector<std::string> before = names();
  for (const std::string& name : before) root_.set_age(name, 500);
  root_.add_backup("1st_Jan_2024", 400);

  const ProgramResult result = clean_up();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(result.output, "");
  std::vector<std::string> after = names();
  std::erase(after, "1st_Jan_2024");
  EXPECT_EQ(after, before);
  EXPECT_TRUE(fs::exists(elsewhere.path() / "20th_Feb_2020" / "users.json"));
  const Json warning = line_of(result, "cleanupOldBackups: Kept a backup that contains a foreign file");
  EXPECT_EQ(warning.at("level"), "warning");
  EXPECT_EQ(warning.at("stranger"), "notes.txt");
}

TEST_F(Cleanup, RemovesALinkInALeftoverButNotWhatItPointsTo) {
  const TempDir elsewhere;
  write_file(elsewhere.path() / "precious", "mine");
  fs::create_directory_symlink(elsewhere.path(), root_.add_legacy(".deleting-20th_Feb_2020", 0) / "link");
  const ProgramResult result = clean_up();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(names(), IsEmpty());
  EXPECT_TRUE(fs::exists(elsewhere.path() / "precious"));
  EXPECT_EQ(line_of(result, "Removed the remains of an interrupted clean-up").at("path"),
            (root_ / ".deleting-20th_Feb_2020").string());
}

TEST_F(Cleanup, GoesOnAfterABackupThatCannotBeRemoved) {
  const fs::path stubborn = root_.add_legacy("1st_Jan_2024", 300);
  root_.add_legacy("2nd_Jan_2024", 299);
  fs::permissions(stubborn, fs::perms::owner_read | fs::perms::owner_exec);
  const ProgramResult result = clean_up();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(lines_of(result.output), ElementsAre((root_ / "2nd_Jan_2024").string()));
  const Json failure = line_of(result, "cleanupOldBackups: Failed to remove backup");
  EXPECT_EQ(failure.at("level"), "error");
  EXPECT_EQ(failure.at("path"), stubborn.string());
  EXPECT_THAT(failure.at("error").get<std::string>(), HasSubstr("Permission denied"));
  EXPECT_EQ(line_of(result, "cleanupOldBackups: Cleanup completed").at("failedCount"), 1);
  EXPECT_THAT(names(), ElementsAre(".deleting-1st_Jan_2024")) << "it does not pass for a backup any more";

  const ProgramResult again = clean_up({"--json"});
  EXPECT_EQ(again.exit_code, 3) << "what stays does not go unseen the next night";
  EXPECT_EQ(Json::parse(again.output).at("failures")[0].at("path"), (root_ / ".deleting-1st_Jan_2024").string());
  fs::permissions(root_ / ".deleting-1st_Jan_2024", fs::perms::owner_all);
  EXPECT_EQ(clean_up().exit_code, 0);
  EXPECT_THAT(names(), IsEmpty());
}

TEST_F(Cleanup, OfARootThatIsReadOnlyLeavesEveryBackupWhole) {
  root_.add_legacy("1st_Jan_2024", 300);
  write_file(root_ / ".lock", "");
  fs::permissions(root_.path(), fs::perms::owner_read | fs::perms::owner_exec);
  const ProgramResult result = clean_up();
  fs::permissions(root_.path(), fs::perms::owner_all);
  EXPECT_EQ(result.exit_code, 3) << result.error;
  EXPECT_TRUE(fs::exists(root_ / "1st_Jan_2024" / "users.json"));
}

TEST_F(Cleanup, KeepsOutOfARootThatAnotherRunHolds) {
  root_.add_legacy("1st_Jan_2024", 300);
  {
    const archive::LockedRoot other = archive::LockedRoot::open(root_.path());
    const ProgramResult result = clean_up();
    EXPECT_EQ(result.exit_code, 5);
    EXPECT_THAT(result.error, HasSubstr("another run of mongokeep holds it"));
    EXPECT_EQ(clean_up({"--dryRun"}).exit_code, 0) << "a rehearsal only looks";
  }
  EXPECT_THAT(names(), ElementsAre("1st_Jan_2024"));
  EXPECT_EQ(clean_up().exit_code, 0);
}

TEST_F(Cleanup, OfAMissingRootMakesNone) {
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--dryRun"}}) {
    const ProgramResult result = run_program(call_on(root_ / "none", more));
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.error, HasSubstr("Name the folder of the backups with --root"));
    EXPECT_FALSE(fs::exists(root_ / "none"));
  }
}

TEST_F(Cleanup, OfAnEmptyRootRemovesNothing) {
  const ProgramResult result = clean_up();
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(line_of(result, "cleanupOldBackups: Cleanup completed").at("deletedCount"), 0);
  EXPECT_EQ(clean_up({"--dryRun", "--json"}).output, "[]\n");
}

TEST_F(Cleanup, RefusesANumberOfDaysThatIsNone) {
  root_.add_legacy("1st_Jan_2024", 300);
  const TempDir folder;
  for (const std::string days : {"0", "-1", "abc", "1.5", "1000000", "\"\""}) {
    const ProgramResult by_flag = clean_up({"--daysToKeep", days});
    EXPECT_EQ(by_flag.exit_code, 2) << days;
    EXPECT_THAT(by_flag.error, HasSubstr("is not a whole number from 1 to 36500"));
    ProgramCall call = call_on(root_.path());
    call.environment["MONGOKEEP_DAYS_TO_KEEP"] = days;
    EXPECT_EQ(run_program(call).exit_code, 2) << days;
    write_file(folder.path() / "keep.toml", "[retention]\ndays_to_keep = " + days + "\n");
    EXPECT_EQ(clean_up({"--config", (folder.path() / "keep.toml").string()}).exit_code, 2) << days;
  }
  EXPECT_EQ(clean_up({"--daysToKeep", ""}).exit_code, 2);
  EXPECT_THAT(names(), ElementsAre("1st_Jan_2024"));
}

TEST_F(Cleanup, ShowsNamesThatATerminalWouldObeyAsText) {
  root_.add_legacy("1st_Jan_2024\n2nd_Jan_2024", 300);
  root_.add_legacy("\x1b[2J", 300);
  write_file(root_.add_backup("3rd_Jan_2024", 300) / "a\nb\x1b[2J", "mine");
  root_.set_age("3rd_Jan_2024", 300);
  root_.add_backup("4th_Jan_2024", 1);
  const ProgramResult plan = clean_up({"--dryRun"});
  EXPECT_THAT(lines_of(plan.output).size(), 5U) << plan.output;
  EXPECT_THAT(plan.output, HasSubstr("contains a\\x0ab\\x1b[2J, which does not belong to the backup"));
  const ProgramResult result = clean_up({"--logFormat", "text"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(plan.output + result.output + result.error, Not(HasSubstr("\x1b[2J")));
  EXPECT_EQ(names().size(), 4U);
}

TEST_F(Cleanup, NamesWholePathsAlsoWhereTheyHoldWhatIsAPasswordElsewhere) {
  root_.add_legacy("1st_Jan_2024", 300);
  ProgramCall call = call_on(root_.path());
  call.environment["MONGOKEEP_URI"] = "mongodb://keeper:1st_Jan_2024@127.0.0.1:1/shop";
  const ProgramResult result = run_program(call);
  EXPECT_EQ(line_of(result, "cleanupOldBackups: Removed backup").at("path"), (root_ / "1st_Jan_2024").string());
  EXPECT_EQ(result.output, (root_ / "1st_Jan_2024").string() + "\n");
}

/// A disk that is mounted for the test: ext4, whose folders have no room for a new name once the disk is full, or,
/// where there are no loop devices, tmpfs. Nothing is mounted as a user.
class SmallDisk {
 public:
  SmallDisk() {
    fs::create_directory(place());
    const std::string image = (temp_.path() / "image").string();
    write_file(image, "");
    fs::resize_file(image, 8U << 20U);
    is_ext4_ = call({"mkfs.ext4", "-q", "-b", "4096", "-m", "0", "-O", "^has_journal", image}) &&
               call({"mount", "-o", "loop", image, place().string()});
    is_mounted_ = is_ext4_ || ::mount("tmpfs", place().c_str(), "tmpfs", 0, "size=1m") == 0;
  }
  ~SmallDisk() {
    if (is_mounted_) ::umount(place().c_str());
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool is_mounted() const { return is_mounted_; }
  bool is_ext4() const { return is_ext4_; }
  fs::path place() const { return temp_.path() / "disk"; }

  /// Leaves no byte free, neither for a file's data nor for a name in the folder.
  void fill() const {
    std::ofstream filling(place() / "filling");
    while (filling << std::string(4096, 'x') << std::flush) {
    }
    for (int i = 0; std::ofstream(place() / ("name" + std::to_string(i))).is_open() && i < 1000; ++i) {
    }
  }

 private:
  static bool call(const std::vector<std::string>& words) {
    ChildSettings settings;
    settings.command = {"/usr/bin/env"};
    settings.command.insert(settings.command.end(), words.begin(), words.end());
    settings.environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
    return ChildProcess(settings).wait(std::chrono::minutes(1)).exit_code == 0;
  }

  TempDir temp_;
  bool is_ext4_ = false;
  bool is_mounted_ = false;
};

TEST(CleanupOnAFullDisk, MakesRoom) {
  const SmallDisk disk;
  if (!disk.is_mounted()) {
    EXPECT_NE(::geteuid(), 0U) << "root can mount";
    return;
  }
  const fs::path root = disk.place();
  const RootOfFolders sample(std::chrono::system_clock::now());
  for (const char* name : {"1st_Jan_2024", "2nd_Jan_2024", "3rd_Jan_2024"}) {
    fs::copy(sample.add_backup(name, 300), root / name, fs::copy_options::recursive);
    set_modified(root / name, std::chrono::system_clock::now() - std::chrono::hours(24 * 300));
  }
  fs::copy(sample.add_backup("4th_Jan_2024", 1), root / "4th_Jan_2024", fs::copy_options::recursive);
  write_file(root / ".lock", "");
  disk.fill();
  EXPECT_EQ(fs::space(root).available, 0U);
  if (disk.is_ext4()) {
    std::error_code error;
    fs::rename(root / "1st_Jan_2024", root / ".deleting-1st_Jan_2024", error);
    EXPECT_EQ(error, std::errc::no_space_on_device) << "there is no room for a hidden name";
  }
  const ProgramResult result = run_program(call_on(root));
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(lines_of(result.output).size(), 3U);
  EXPECT_GT(fs::space(root).available, 0U);
  for (const std::string& name : names_in(root)) EXPECT_THAT(name, Not(StartsWith(".deleting")));
  EXPECT_FALSE(fs::exists(root / "1st_Jan_2024"));
  EXPECT_TRUE(fs::exists(root / "4th_Jan_2024" / "manifest.json"));
}

class CleanupOfRealBackups : public testing::TestWithParam<ServerKind> {};

TEST_P(CleanupOfRealBackups, GoesByTheManifestWhateverTheFoldersTime) {
  Scene scene(shared_server(GetParam()));
  scene.insert_numbered("users", 10);
  const fs::path first = Scene::folder_of(scene.back_up());
  const fs::path second = Scene::folder_of(scene.back_up());
  const auto long_ago = std::chrono::system_clock::now() - std::chrono::hours(24 * 300);
  for (const fs::path& folder : {first, second}) set_modified(folder, long_ago);
  const ProgramResult young = scene.call("cleanup");
  EXPECT_EQ(young.exit_code, 0) << young.error;
  EXPECT_EQ(young.output, "") << "the manifests say that they are of today";

  const fs::path path = first / "manifest.json";
  archive::Manifest manifest = archive::parse_manifest(read_file(path), path.string());
  manifest.started_at = manifest.finished_at = long_ago;
  write_file(path, archive::to_text(manifest));
  const ProgramResult result = scene.call("cleanup");
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(result.output, first.string() + "\n");
  EXPECT_THAT(scene.names_in_root(), ElementsAre(".lock", second.filename().string()));
}

INSTANTIATE_TEST_SUITE_P(Wheel, CleanupOfRealBackups, testing::Values(ServerKind::secantus_wheel), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
