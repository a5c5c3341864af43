// `mongokeep cleanup` of a root with a store. No server is asked.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "store/sample_backup.h"
#include "support/files.h"
#include "support/folder_store.h"
#include "support/installed_command.h"
#include "support/root_of_folders.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

class StoreCleanup : public testing::Test {
 protected:
  StoreCleanup() {
    write_rclone_config(folder_.path() / "rclone.conf", store_.rclone_section());
    write_file(folder_.path() / "keep.toml",
               "root = \"" + root().string() + "\"\nrclone = \"" + installed_command("rclone").string() +
                   "\"\n[retention]\ndays_to_keep = 10\n[[stores]]\nname = \"offsite\"\nremote = \"" + store_.remote() +
                   "\"\nrclone_config = \"" + (folder_.path() / "rclone.conf").string() + "\"\ndays_to_keep = 30\n");
    add("1st_Jan_2024", 40);
    add("2nd_Jan_2024", 20);
    add("3rd_Jan_2024", 1);
  }

  void add(const std::string& name, int days_old) const {
    const auto then = std::chrono::system_clock::now() - std::chrono::hours(24) * days_old;
    make_backup(root(), name, {{"users.json", "[]\n"}}, then);
    set_modified(root() / name, then);
  }

  fs::path root() const { return folder_.path() / "backup"; }
  ProgramResult call(std::vector<std::string> arguments) const {
    ProgramCall call;
    call.arguments = std::move(arguments);
    call.arguments.insert(call.arguments.end(), {"--config", (folder_.path() / "keep.toml").string()});
    return run_program(call);
  }
  static std::vector<std::string> dated_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const std::string& name : names_in(folder)) {
      if (!name.starts_with('.')) names.push_back(name);
    }
    return names;
  }

  TempDir folder_;
  FolderStore store_;
};

TEST_F(StoreCleanup, CleansRootAndStoreEachByItsOwnRules_rclone_folder) {
  ASSERT_EQ(call({"push", "1st_Jan_2024", "3rd_Jan_2024"}).exit_code, 0);
  const ProgramResult plan = call({"cleanup", "--dryRun", "--json"});
  EXPECT_EQ(plan.exit_code, 0) << plan.error;
  std::vector<std::string> lines;
  for (const Json& one : Json::parse(plan.output)) {
    lines.push_back(fs::path(one.at("path").get<std::string>()).filename().string() + " " +
                    one.at("verdict").get<std::string>() + ": " + one.at("reason").get<std::string>());
  }
  EXPECT_THAT(lines,
              ElementsAre("1st_Jan_2024 remove: older than 10 days", "2nd_Jan_2024 keep: offsite does not have it yet",
                          HasSubstr("3rd_Jan_2024 keep: "), "offsite:1st_Jan_2024 remove: older than 30 days",
                          HasSubstr("offsite:3rd_Jan_2024 keep: ")));
  const ProgramResult done = call({"cleanup"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(done.output, (root() / "1st_Jan_2024").string() + "\noffsite:1st_Jan_2024\n");
  EXPECT_THAT(dated_in(root()), ElementsAre("2nd_Jan_2024", "3rd_Jan_2024"));
  EXPECT_THAT(dated_in(store_.folder()), ElementsAre("3rd_Jan_2024"));
  ASSERT_EQ(call({"push"}).exit_code, 0);
  const Json report = Json::parse(call({"cleanup", "--json"}).output);
  EXPECT_EQ(report.at("deletedCount"), 1);
  EXPECT_EQ(report.at("stores").at(0).at("store"), "offsite");
  EXPECT_EQ(report.at("stores").at(0).at("keptCount"), 2);
  EXPECT_THAT(dated_in(root()), ElementsAre("3rd_Jan_2024"));
  EXPECT_THAT(dated_in(store_.folder()), ElementsAre("2nd_Jan_2024", "3rd_Jan_2024"));
}

TEST_F(StoreCleanup, OfOneStoreLeavesTheRootAlone_rclone_folder) {
  ASSERT_EQ(call({"push", "1st_Jan_2024", "3rd_Jan_2024"}).exit_code, 0);
  const ProgramResult done = call({"cleanup", "--store", "offsite"});
  EXPECT_EQ(done.exit_code, 0) << done.error;
  EXPECT_EQ(done.output, "offsite:1st_Jan_2024\n");
  EXPECT_THAT(dated_in(root()), ElementsAre("1st_Jan_2024", "2nd_Jan_2024", "3rd_Jan_2024"));
  const ProgramResult unknown = call({"cleanup", "--store", "ofsite"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.error, HasSubstr("Did you mean offsite?"));
}

TEST_F(StoreCleanup, OfAStoreThatIsAwayIsPartialAndKeepsWhatItMayLack_rclone_folder) {
  ASSERT_EQ(call({"push"}).exit_code, 0);
  store_.stop();
  const ProgramResult plan = call({"cleanup", "--dryRun", "--json"});
  EXPECT_EQ(plan.exit_code, 3);
  EXPECT_EQ(Json::parse(plan.output).back().at("status"), "unreadable");
  EXPECT_EQ(Json::parse(plan.output).back().at("store"), "offsite");
  // The store would not keep the oldest: nothing waits for that.
  const ProgramResult once = call({"run", "--once", "cleanup", "--json"});
  EXPECT_EQ(once.exit_code, 3) << once.error;
  const Json report = Json::parse(once.output);
  EXPECT_EQ(report.at("status"), "partial");
  EXPECT_THAT(report.at("heldBackups").at(0).at("reason"), HasSubstr("offsite cannot be asked whether it has it"));
  EXPECT_EQ(report.at("stores").at(0).at("error").at("kind"), "storage");
  EXPECT_THAT(dated_in(root()), ElementsAre("2nd_Jan_2024", "3rd_Jan_2024"));
  store_.start();
  EXPECT_EQ(call({"run", "--once", "cleanup"}).exit_code, 0);
  EXPECT_THAT(dated_in(root()), ElementsAre("3rd_Jan_2024"));
}

TEST_F(StoreCleanup, RefusesANumberOfDaysToWaitThatIsNone_rclone_folder) {
  for (const std::string days : {"0", "-1", "x", "40000"}) {
    EXPECT_EQ(call({"cleanup", "--maxUnshippedDays", days}).exit_code, 2) << days;
  }
  EXPECT_THAT(dated_in(root()), testing::SizeIs(3));
}

}  // namespace
}  // namespace mongokeep::test
