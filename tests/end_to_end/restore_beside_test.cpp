// The line that a refusal of a filled target ends with does what it says.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/shell.h"

namespace mongokeep::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class RestoreBeside : public testing::TestWithParam<ServerKind> {
 protected:
  ProgramResult refused(const std::vector<std::string>& arguments, const std::string& uri) const {
    ProgramCall call;
    call.arguments = {"restore", "latest", "--root", scene_.root().string(), "--logFormat", "text"};
    call.arguments.insert(call.arguments.end(), arguments.begin(), arguments.end());
    call.environment["MONGOKEEP_URI"] = uri;
    call.working_folder = scene_.folder();
    ProgramResult result = run_program(call);
    EXPECT_EQ(result.exit_code, 2) << result.error;
    return result;
  }

  /// What a person does with the last line.
  ShellResult pasted(const ProgramResult& result, const std::string& uri) const {
    const std::string line = lines_of(result.error).back();
    EXPECT_THAT(line, testing::StartsWith("  mongokeep restore latest "));
    return run_shell("PATH='" + program_path().parent_path().string() + "':$PATH MONGOKEEP_URI='" + uri + "'; export " +
                         "MONGOKEEP_URI; " + line,
                     scene_.folder());
  }

  Scene scene_{shared_server(GetParam())};
};

TEST_P(RestoreBeside, RestoresABackupOfOneDatabase) {
  scene_.insert_numbered("users", 3);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  for (const char* const suffix : {"_restored", "_restored_2"}) {
    const ProgramResult result = refused({}, scene_.uri());
    EXPECT_THAT(result.error, EndsWith("--nsTo '" + scene_.database() + suffix + ".*'\n"));
    const ShellResult there = pasted(result, scene_.uri());
    EXPECT_EQ(there.exit_code, 0) << there.error;
    EXPECT_EQ(scene_.client().count(scene_.database() + suffix, "users"), 3U);
    EXPECT_EQ(scene_.client().count(scene_.database(), "users"), 3U);
  }
  scene_.client().drop_database(scene_.database() + "_restored");
  scene_.client().drop_database(scene_.database() + "_restored_2");
}

TEST_P(RestoreBeside, RestoresOneOfABackupOfAll) {
  scene_.insert_numbered("users", 3);
  ASSERT_EQ(
      run_program(scene_.backup_call_to(scene_.uri_to(""), {"--allDatabases", "--nsInclude", scene_.database() + ".*"}))
          .exit_code,
      0);
  const ProgramResult result = refused({"--db", scene_.database()}, scene_.uri_to(""));
  EXPECT_THAT(result.error, HasSubstr("--nsTo '" + scene_.database() + "_restored.*'"));
  const ShellResult there = pasted(result, scene_.uri_to(""));
  EXPECT_EQ(there.exit_code, 0) << there.error;
  EXPECT_EQ(scene_.client().count(scene_.database() + "_restored", "users"), 3U);
  scene_.client().drop_database(scene_.database() + "_restored");
}

TEST_P(RestoreBeside, RestoresSeveralDatabases) {
  const std::string other = fresh_database();
  scene_.insert_numbered("users", 3);
  scene_.client().insert(other, "orders", R"({"_id": 1})");
  ASSERT_EQ(
      run_program(scene_.backup_call_to(scene_.uri_to(""), {"--allDatabases", "--nsInclude", scene_.database() + ".*",
                                                            "--nsInclude", other + ".*"}))
          .exit_code,
      0);
  const ShellResult there = pasted(refused({}, scene_.uri_to("")), scene_.uri_to(""));
  EXPECT_EQ(there.exit_code, 0) << there.error;
  EXPECT_EQ(scene_.client().count(scene_.database() + "_restored", "users"), 3U);
  EXPECT_EQ(scene_.client().count(other + "_restored", "orders"), 1U);
  scene_.client().drop_database(scene_.database() + "_restored");
  scene_.client().drop_database(other + "_restored");
}

INSTANTIATE_TEST_SUITE_P(EveryServer, RestoreBeside, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
