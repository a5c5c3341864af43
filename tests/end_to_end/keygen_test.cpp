// `mongokeep keygen`: a key is there whole, with its recipient, or not at all.

#include <gmock/gmock.h>

#include <csignal>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/preload.h"
#include "support/root_of_folders.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::StartsWith;

class Keygen : public testing::Test {
 protected:
  ProgramCall keygen(const std::vector<std::string>& arguments) const {
    ProgramCall call;
    call.arguments = {"keygen"};
    call.arguments.insert(call.arguments.end(), arguments.begin(), arguments.end());
    call.working_folder = temp_.path();
    return call;
  }
  ProgramResult call(const std::vector<std::string>& arguments, const std::string& rules = "") const {
    ProgramCall call = keygen(arguments);
    if (!rules.empty()) fail_calls(call, rules);
    return run_program(call);
  }
  std::vector<std::string> names() const { return names_in(temp_.path()); }
  void expect_whole() const {
    EXPECT_THAT(names(), ElementsAre("backup.key"));
    EXPECT_THAT(read_file(temp_.path() / "backup.key"),
                MatchesRegex("# created: [^\n]+\nAGE-SECRET-KEY-1[^\n]+\n# public key: age1[^\n]+\n"));
    const ProgramResult shown = call({"--show", "backup.key"});
    EXPECT_EQ(shown.exit_code, 0) << shown.error;
    EXPECT_THAT(read_file(temp_.path() / "backup.key"), HasSubstr("# public key: " + shown.output));
  }

  TempDir temp_;
};

TEST_F(Keygen, KilledAtAnyCallLeavesAWholeKeyOrNone) {
  int kills = 0;
  for (int number = 1;; ++number) {
    SCOPED_TRACE(number);
    const ProgramResult result = call({"backup.key"}, "any:" + std::to_string(number) + ":KILL");
    if (result.signal == SIGKILL) ++kills;
    if (!std::filesystem::exists(temp_.path() / "backup.key")) {
      for (const std::string& name : names()) EXPECT_EQ(name, ".backup.key.mongokeep.part");
      EXPECT_EQ(call({"backup.key"}).exit_code, 0) << "the next one makes it";
    }
    expect_whole();
    std::filesystem::remove(temp_.path() / "backup.key");
    if (result.signal != SIGKILL) break;
  }
  EXPECT_GT(kills, 4);
}

TEST_F(Keygen, WithACallThatFailsMakesNoneAndLeavesNothing) {
  for (const char* rules :
       {"openat:1:EIO", "openat:1:ENOSPC", "fchmod:1:EIO", "write:1:ENOSPC", "write:1:EIO", "fsync:1:EIO",
        "fsync:2:EIO", "renameat2:1:EIO", "renameat2:1:ENOSPC", "renameat2:1:EINVAL renameat:1:EIO"}) {
    SCOPED_TRACE(rules);
    const ProgramResult result = call({"backup.key"}, rules);
    EXPECT_EQ(result.exit_code, 1) << result.error;
    EXPECT_THAT(result.output, IsEmpty());
    EXPECT_THAT(names(), IsEmpty());
  }
}

TEST_F(Keygen, WithARenameThatIsDoneAllTheSameMakesOne) {
  for (const char* rules :
       {"renameat2:1:done-EIO", "renameat2:1:done-ENOENT", "renameat2:1:EINVAL renameat:1:done-EIO"}) {
    SCOPED_TRACE(rules);
    const ProgramResult result = call({"backup.key"}, rules);
    EXPECT_EQ(result.exit_code, 0) << result.error;
    EXPECT_THAT(result.output, StartsWith("age1"));
    expect_whole();
    std::filesystem::remove(temp_.path() / "backup.key");
  }
}

TEST_F(Keygen, SaysHowToSeeARecipientThatCouldNotBePrinted) {
  for (const char* redirection : {">/dev/full", ">&-", "<&- >&-"}) {
    for (const bool is_json : {false, true}) {
      SCOPED_TRACE(std::string(redirection) + (is_json ? " --json" : ""));
      ProgramCall call = keygen({"backup.key"});
      if (is_json) call.arguments.push_back("--json");
      call.redirections = redirection;
      const ProgramResult result = run_program(call);
      EXPECT_EQ(result.exit_code, 3) << result.error;
      EXPECT_THAT(result.error, HasSubstr("mongokeep keygen --show backup.key"));
      expect_whole();
      std::filesystem::remove(temp_.path() / "backup.key");
    }
  }
}

TEST_F(Keygen, ShowsTheRecipientsOfAFile) {
  const std::string one = call({"one.key"}).output;
  const std::string two = call({"two.key"}).output;
  write_file(temp_.path() / "both.key", read_file(temp_.path() / "one.key") + read_file(temp_.path() / "two.key"));
  EXPECT_EQ(call({"--show", "both.key"}).output, one + two);
  const Json shown = Json::parse(call({"--show", "both.key", "--json"}).output);
  EXPECT_EQ(shown.at("recipients").size(), 2U);
  write_file(temp_.path() / "none.key", "# public key: " + one);
  EXPECT_EQ(call({"--show", "none.key"}).exit_code, 2) << "a recipient without its secret is none";
  EXPECT_EQ(call({"--show", "missing.key"}).exit_code, 2);
}

/// Results that nobody gets.
TEST(ClosedOutput, IsAFailureWhereTheResultIsAllThatACommandIsFor) {
  const RootOfFolders root(std::chrono::system_clock::now());
  root.add_backup("1st_Jan_2024", 1);
  const std::vector<std::vector<std::string>> commands = {
      {"list"}, {"list", "--json"}, {"help"}, {"version", "--json"}};
  for (const std::vector<std::string>& command : commands) {
    for (const char* redirection : {">&-", ">/dev/full"}) {
      SCOPED_TRACE(command.front() + redirection);
      ProgramCall call{.arguments = command, .environment = {{"MONGOKEEP_ROOT", root.path().string()}}};
      call.redirections = redirection;
      const ProgramResult result = run_program(call);
      EXPECT_EQ(result.exit_code, 1) << result.error;
    }
  }
}

}  // namespace
}  // namespace mongokeep::test
