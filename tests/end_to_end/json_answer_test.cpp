// With --json every command prints one JSON document on its standard output, whatever becomes of it.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/stat.h>

#include <csignal>

#include "base/files/unique_fd.h"
#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/loopback.h"
#include "support/shell.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// The one document that was printed; a failure of the test where there is none, or more.
Json answer_of(const ProgramResult& result) {
  if (!Json::accept(result.output)) {
    ADD_FAILURE() << "not one JSON document: " << result.output << result.error;
    return {{"error", {{"kind", ""}, {"exitCode", -1}, {"cause", ""}}}};
  }
  return Json::parse(result.output);
}

/// The error of the document, whose exit code has to be the process's.
Json error_of(const ProgramResult& result) {
  const Json error = answer_of(result).at("error");
  EXPECT_EQ(error.at("exitCode"), result.exit_code.value_or(-1)) << result.output;
  EXPECT_THAT(result.error, HasSubstr(error.at("cause").get<std::string>())) << "a person is told as well";
  return error;
}

class JsonAnswer : public testing::Test {
 protected:
  ProgramCall call_of(std::vector<std::string> words) const {
    ProgramCall call;
    call.arguments = std::move(words);
    call.working_folder = temp_.path();
    return call;
  }
  ProgramResult call(std::vector<std::string> words) const { return run_program(call_of(std::move(words))); }
  ShellResult shell(const std::string& words) const {
    return run_shell("'" + program_path().string() + "' " + words, temp_.path());
  }
  std::string in_folder(const std::string& name) const { return (temp_.path() / name).string(); }

  TempDir temp_;
};

TEST_F(JsonAnswer, TellsOfAWrongCallOfEachCommand) {
  for (const std::string command : {"backup", "list", "show", "verify", "restore", "cleanup", "run", "health", "keygen",
                                    "rewrap", "version", "cat", "bakup", "--root"}) {
    SCOPED_TRACE(command);
    const ProgramResult result = call({command, "--json", "--nosuch"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(error_of(result).at("kind"), "usage");
  }
}

TEST_F(JsonAnswer, TellsWhatIsMissingInTheCall) {
  for (const std::string command : {"show", "verify", "restore", "rewrap", "keygen", "backup", "run"}) {
    SCOPED_TRACE(command);
    const ProgramResult result = call({command, "--json"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(error_of(result).at("kind"), "usage");
  }
}

TEST_F(JsonAnswer, TellsOfABadConfigurationFile) {
  write_file(temp_.path() / "bad.toml", "root = [\n");
  for (const std::string file : {"bad.toml", "none.toml"}) {
    const ProgramResult result = call({"list", "--json", "--config", file});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(error_of(result).at("kind"), "configuration") << file;
  }
}

TEST_F(JsonAnswer, HidesSecretsInTheError) {
  const ProgramResult result = call({"list", "--json", "mongodb://ada:s3cret@db1/"});
  EXPECT_EQ(error_of(result).at("kind"), "usage");
  EXPECT_THAT(result.output + result.error, testing::Not(HasSubstr("s3cret")));
}

TEST_F(JsonAnswer, HasWhatWasFoundAndTheErrorInOneObject) {
  fs::create_directories(temp_.path() / "backup/20th_Feb_2024");
  write_file(temp_.path() / "backup/20th_Feb_2024/manifest.json", "{");
  const ProgramResult shown = call({"show", "20th_Feb_2024", "--json"});
  EXPECT_EQ(shown.exit_code, 4);
  EXPECT_EQ(error_of(shown).at("kind"), "damaged");
  EXPECT_EQ(answer_of(shown).at("name"), "20th_Feb_2024");
  const ProgramResult verified = call({"verify", "20th_Feb_2024", "--json"});
  EXPECT_EQ(verified.exit_code, 4);
  EXPECT_EQ(answer_of(verified).at("status"), "damaged");
  EXPECT_EQ(answer_of(verified).at("error").at("kind"), "damaged");
  EXPECT_EQ(answer_of(verified).at("error").at("exitCode"), 4);
  const ProgramResult health = call({"health", "--json"});
  EXPECT_EQ(health.exit_code, 4);
  EXPECT_EQ(answer_of(health).at("healthy"), false);
  EXPECT_EQ(error_of(health).at("cause"), answer_of(health).at("reason"));
}

TEST_F(JsonAnswer, OfKeygenHasTheRecipientAndTheFile) {
  const Json made = answer_of(call({"keygen", "backup.key", "--json"}));
  EXPECT_THAT(made.at("recipient").get<std::string>(), testing::StartsWith("age1"));
  EXPECT_EQ(made.at("filePath"), fs::canonical(temp_.path() / "backup.key").string());
  EXPECT_TRUE(made.at("error").is_null());
  EXPECT_EQ(error_of(call({"keygen", "backup.key", "--json"})).at("subject"), "backup.key");
}

TEST_F(JsonAnswer, OfCheckConfigHasTheNextTimesInUtc) {
  const ProgramResult result = call({"run", "--checkConfig", "--json", "--uri", "mongodb://h/shop", "--backupSchedule",
                                     "0 1 * * *", "--timezone", "Asia/Kolkata"});
  EXPECT_EQ(result.exit_code, 0) << result.error;
  const Json tasks = answer_of(result).at("tasks");
  EXPECT_EQ(tasks.size(), 2U);
  EXPECT_EQ(tasks.at(0).at("task"), "backup");
  EXPECT_EQ(tasks.at(0).at("schedule"), "0 1 * * *");
  EXPECT_EQ(tasks.at(0).at("timeZone"), "Asia/Kolkata");
  EXPECT_EQ(tasks.at(0).at("nextTimes").size(), 5U);
  EXPECT_THAT(tasks.at(0).at("nextTimes").at(0).get<std::string>(), HasSubstr("T19:30:00.000Z"));
}

TEST_F(JsonAnswer, OfARunThatStaysUpIsRefused) {
  const ProgramResult result = call({"run", "--json", "--uri", "mongodb://h/shop"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(error_of(result).at("subject"), "--json");
}

TEST_F(JsonAnswer, IsTheReportOfABackupThatFailed) {
  const std::string uri = "mongodb://127.0.0.1:" + std::to_string(unused_port()) + "/shop?serverSelectionTimeoutMS=100";
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"backup"}, std::vector<std::string>{"run", "--once", "backup"}}) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"--json", "--uri", uri});
    const ProgramResult result = call(all);
    EXPECT_EQ(result.exit_code, 1) << result.error;
    EXPECT_EQ(error_of(result).at("kind"), "connection");
    EXPECT_EQ(answer_of(result).at("task"), "backup");
    EXPECT_EQ(answer_of(result).at("status"), "failed");
  }
}

TEST_F(JsonAnswer, IsTheReportOfACleanUpThatFailed) {
  const ProgramResult result = call({"cleanup", "--json"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(error_of(result).at("kind"), "storage");
  EXPECT_EQ(answer_of(result).at("task"), "cleanup");
}

TEST_F(JsonAnswer, ThatCannotBePrintedIsAFailureOfACommandThatOnlyLooks) {
  fs::create_directory(temp_.path() / "backup");
  const ShellResult full = shell("list --json > /dev/full");
  EXPECT_EQ(full.exit_code, 1);
  EXPECT_THAT(full.error, HasSubstr("No space left on device"));
}

TEST_F(JsonAnswer, ThatCannotBePrintedChangesNothingOfWhatWasDone) {
  fs::create_directory(temp_.path() / "backup");
  const ShellResult full = shell("cleanup --json > /dev/full");
  EXPECT_EQ(full.exit_code, 0);
  EXPECT_THAT(full.error, HasSubstr("Cannot print the result"));
  EXPECT_EQ(shell("cleanup --json --quiet | true").exit_code, 0) << "a reader that has gone away";
}

TEST_F(JsonAnswer, ComesAlsoFromACommandThatASignalEnds) {
  const fs::path pipe = temp_.path() / "never.toml";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  RunningProgram program(call_of({"list", "--json", "--config", pipe.string()}));
  // It is open for writing as soon as the program reads, which then waits for us.
  const UniqueFd writer(::open(pipe.c_str(), O_WRONLY | O_CLOEXEC));
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 143);
  EXPECT_EQ(answer_of(result).at("error").at("kind"), "stopped");
  EXPECT_EQ(answer_of(result).at("error").at("exitCode"), 143);
}

/// The program, once it asks a server that never answers.
class JsonAnswerOfAWait : public JsonAnswer {
 protected:
  ProgramCall asking(std::vector<std::string> words, const std::string& options = {}) const {
    words.insert(words.end(),
                 {"--json", "--uri", "mongodb://127.0.0.1:" + std::to_string(port_of(silent_)) + "/shop" + options});
    return call_of(std::move(words));
  }
  void await_question() const {
    pollfd connection{silent_.get(), POLLIN, 0};
    ASSERT_EQ(::poll(&connection, 1, static_cast<int>(RunningProgram::patience.count())), 1);
  }

  static constexpr const char* soon = "?connectTimeoutMS=500&serverSelectionTimeoutMS=1000";
  UniqueFd silent_ = listen_on_loopback(0);
};

TEST_F(JsonAnswerOfAWait, IsTheReportWhereASignalEndsTheTask) {
  RunningProgram program(asking({"backup"}, soon));
  await_question();
  program.send_signal(SIGINT);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 130) << result.error;
  EXPECT_EQ(answer_of(result).at("error").at("exitCode"), 130) << result.output;
  EXPECT_EQ(answer_of(result).at("task"), "backup");
  EXPECT_TRUE(answer_of(result).at("backupPath").is_null());
}

TEST_F(JsonAnswerOfAWait, IsTheReportOfATaskThatIsRunOnceToo) {
  RunningProgram program(asking({"run", "--once", "backup"}, soon));
  await_question();
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 143) << result.error;
  EXPECT_EQ(answer_of(result).at("error").at("exitCode"), 143) << result.output;
  EXPECT_EQ(answer_of(result).at("task"), "backup");
}

TEST_F(JsonAnswerOfAWait, IsTheErrorAloneWhereASecondSignalDoesNotWait) {
  RunningProgram program(asking({"backup"}));
  await_question();
  program.send_signal(SIGINT);
  program.await_output("Stopping");
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 130) << result.error;
  EXPECT_EQ(answer_of(result).at("error").at("exitCode"), 130) << result.output;
}

class JsonAnswerOfWork : public testing::TestWithParam<ServerKind> {
 protected:
  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST_P(JsonAnswerOfWork, OfABackupIsWhatHooksAreTold) {
  scene_.insert_numbered("users", 3);
  const Json json = answer_of(scene_.back_up({"--json", "--quiet"}));
  EXPECT_EQ(json.at("task"), "backup");
  EXPECT_EQ(json.at("status"), "complete");
  EXPECT_EQ(json.at("documentCount"), 3);
  EXPECT_EQ(json.at("collections").at(0).at("documentCount"), 3);
  EXPECT_TRUE(json.at("error").is_null());
  const fs::path folder = json.at("backupPath").get<std::string>();
  EXPECT_TRUE(fs::exists(folder / "manifest.json"));

  const Json shown = answer_of(scene_.call("show", {"latest", "--json"}));
  EXPECT_EQ(shown.at("documentCount"), 3);
  EXPECT_EQ(shown.at("collections").at(0).at("filePath"), (folder / "users.json").string());

  ProgramCall once;
  once.arguments = {"run",         "--once",         "backup", "--json",
                    "--uri",       scene_.uri(),     "--root", scene_.root().string(),
                    "--onSuccess", "cat > told.json"};
  once.working_folder = scene_.folder();
  const Json answer = answer_of(run_program(once));
  EXPECT_EQ(answer, Json::parse(read_file(scene_.folder() / "told.json")));
}

INSTANTIATE_TEST_SUITE_P(EveryServer, JsonAnswerOfWork, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
