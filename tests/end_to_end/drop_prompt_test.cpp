// `mongokeep restore --drop` on a terminal: shows what would go, and waits for the name.

#include <gmock/gmock.h>

#include <csignal>

#include "end_to_end/scene.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* question = "to continue. Anything else cancels";

class DropPrompt : public testing::TestWithParam<ServerKind> {
 protected:
  void SetUp() override {
    scene_.insert_numbered("users", 3);
    ASSERT_EQ(scene_.back_up().exit_code, 0);
    scene_.client().insert(scene_.database(), "users", R"({"_id": "mine"})");
  }

  ProgramCall call(const std::vector<std::string>& more = {}) const {
    ProgramCall call;
    call.arguments = {"restore", "latest", "--root", scene_.root().string(), "--drop"};
    call.arguments.insert(call.arguments.end(), more.begin(), more.end());
    call.environment["MONGOKEEP_URI"] = scene_.uri();
    call.working_folder = scene_.folder();
    call.screen = ChildSettings::Screen::dialogue;
    return call;
  }

  /// The rest of a run that was asked and gets this answer.
  ProgramResult answered(const std::string& typed) const {
    RunningProgram program(call());
    program.await_output(question);
    program.type(typed);
    return program.wait();
  }

  bool is_untouched() { return scene_.client().count(scene_.database(), "users") == 4; }

  Scene scene_{shared_server(GetParam())};
};

TEST_P(DropPrompt, GoesOnWhenTheDatabasesNameIsTyped) {
  RunningProgram program(call());
  program.await_output(question);
  EXPECT_TRUE(is_untouched());
  program.type(scene_.database() + "\n");
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(result.error, HasSubstr("127.0.0.1:"));
  EXPECT_THAT(result.error, testing::ContainsRegex(scene_.database() + "\\.users +4 +3"));
  EXPECT_THAT(result.error, HasSubstr("Type " + scene_.database() + " to continue"));
  EXPECT_EQ(scene_.client().count(scene_.database(), "users"), 3U);
}

TEST_P(DropPrompt, StopsAtAnyOtherAnswer) {
  for (const std::string& typed : {std::string("\n"), std::string("y\n"), std::string("yes\n"),
                                   "x" + scene_.database() + "\n", scene_.database() + " \n", std::string("\x04")}) {
    const ProgramResult result = answered(typed);
    EXPECT_EQ(result.exit_code, 2) << typed;
    EXPECT_THAT(result.error, HasSubstr("the drop was not confirmed"));
    EXPECT_TRUE(is_untouched()) << typed;
  }
}

TEST_P(DropPrompt, StopsAtASignal) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    RunningProgram program(call());
    program.await_output(question);
    program.send_signal(signal);
    const ProgramResult result = program.wait();
    EXPECT_EQ(result.exit_code, 128 + signal) << result.error;
    EXPECT_THAT(result.error, HasSubstr("Stopping: nothing was changed"));
    EXPECT_THAT(result.error, Not(HasSubstr("already written")));
    EXPECT_TRUE(is_untouched()) << signal;
  }
}

TEST_P(DropPrompt, IsNotShownWhereNothingIsAsked) {
  const auto run_without_question = [&](const ProgramCall& made) {
    const ProgramResult result = run_program(made);
    EXPECT_EQ(result.exit_code, 0) << result.error;
    EXPECT_THAT(result.error, Not(HasSubstr(question)));
  };
  run_without_question(call({"--dryRun"}));
  EXPECT_TRUE(is_untouched());
  ProgramCall elsewhere = call();
  elsewhere.environment["MONGOKEEP_URI"] = scene_.uri_to(fresh_database());
  run_without_question(elsewhere);
  run_without_question(call({"--yes"}));
  EXPECT_EQ(scene_.client().count(scene_.database(), "users"), 3U);
  // As from cron, and with the terminal on one side only.
  for (const auto screen : {ChildSettings::Screen::pipe, ChildSettings::Screen::terminal}) {
    ProgramCall made = call();
    made.screen = screen;
    run_without_question(made);
  }
}

TEST_P(DropPrompt, AsksForTheHostWhereThereAreSeveralDatabases) {
  const std::string other = fresh_database();
  scene_.client().insert(other, "orders", R"({"_id": 1})");
  const ProgramResult backup = run_program(scene_.backup_call_to(
      scene_.uri_to(""), {"--allDatabases", "--nsInclude", scene_.database() + ".*", "--nsInclude", other + ".*"}));
  ASSERT_EQ(backup.exit_code, 0) << backup.error;
  ProgramCall made = call();
  made.arguments[1] = Scene::folder_of(backup).string();
  made.environment["MONGOKEEP_URI"] = scene_.uri_to("");
  RunningProgram program(made);
  program.await_output("Type 127.0.0.1 to continue");
  program.type("127.0.0.1\n");
  EXPECT_EQ(program.wait().exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, DropPrompt, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
