#include "hooks/teller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

#include "hooks/log_record.h"
#include "mongokeep/error.h"
#include "support/fifo.h"
#include "support/files.h"
#include "support/http_receiver.h"
#include "support/temp_dir.h"

namespace mongokeep::hooks {
namespace {

using namespace std::chrono_literals;
using test::Fifo;
using test::HttpReceiver;
using test::read_file;
using testing::HasSubstr;
using testing::Not;

class Teller : public testing::Test {
 protected:
  void SetUp() override { ::setenv("no_proxy", "127.0.0.1", 1); }
  void TearDown() override {
    EXPECT_THAT(record_.text(), Not(HasSubstr("secret")));
    ::unsetenv("no_proxy");
  }

  void tell_of(Task task, Happening happening, const std::stop_token& stop = {}) {
    tell(hooks_, {task, happening, R"({"report":1})", R"({"short":1})"}, record_.log(), stop);
  }
  std::string in_folder(const std::string& name) const { return (folder_.path() / name).string(); }

  test::TempDir folder_;
  LogRecord record_;
  Hooks hooks_;
};

TEST_F(Teller, WithoutHooksDoesNothing) {
  for (const Happening happening : {Happening::started, Happening::succeeded, Happening::failed}) {
    tell_of(Task::backup, happening);
    tell_of(Task::cleanup, happening);
    tell_of(Task::drill, happening);
    tell_of(Task::push, happening);
  }
  EXPECT_TRUE(record_.entries().empty());
}

TEST_F(Teller, RunsTheCommandForWhatHappened) {
  hooks_.on_success = "cat > " + in_folder("success") + "; echo $MKHOOK_TASK $MKHOOK_EVENT";
  hooks_.on_failure = "cat > " + in_folder("failure") + "; echo $MKHOOK_TASK $MKHOOK_EVENT";

  tell_of(Task::backup, Happening::started);
  EXPECT_TRUE(record_.entries().empty());

  tell_of(Task::backup, Happening::succeeded);
  EXPECT_EQ(read_file(in_folder("success")), "{\"report\":1}\n");
  EXPECT_FALSE(std::filesystem::exists(in_folder("failure")));
  EXPECT_EQ(record_.entries().back().level, LogLevel::debug);
  EXPECT_EQ(record_.entries().back().message, "Hook succeeded");
  EXPECT_EQ(text_field(record_.entries().back(), "output"), "backup success\n");

  tell_of(Task::cleanup, Happening::failed);
  EXPECT_EQ(read_file(in_folder("failure")), "{\"report\":1}\n");
  EXPECT_EQ(text_field(record_.entries().back(), "output"), "cleanup failure\n");
  EXPECT_EQ(record_.entries().size(), 2U);

  tell_of(Task::drill, Happening::succeeded);
  EXPECT_EQ(text_field(record_.entries().back(), "output"), "drill success\n");

  tell_of(Task::push, Happening::failed);
  EXPECT_EQ(text_field(record_.entries().back(), "output"), "push failure\n");
}

TEST_F(Teller, LogsACommandThatFails) {
  hooks_.on_failure = "echo no mail server; exit 75 # secret";
  tell_of(Task::backup, Happening::failed);
  ASSERT_EQ(record_.entries().size(), 1U);
  const LogEntry& line = record_.entries().front();
  EXPECT_EQ(line.level, LogLevel::warning);
  EXPECT_EQ(line.message, "Hook failed");
  EXPECT_EQ(text_field(line, "hook"), "hooks.on_failure");
  EXPECT_EQ(text_field(line, "task"), "backup");
  EXPECT_EQ(text_field(line, "event"), "failure");
  EXPECT_EQ(text_field(line, "error"), "the command ended with exit code 75");
  EXPECT_EQ(number_field(line, "exitCode"), 75);
  EXPECT_EQ(text_field(line, "output"), "no mail server\n");
}

TEST_F(Teller, LogsACommandThatIsKilled) {
  hooks_.on_success = "kill -KILL $$";
  tell_of(Task::backup, Happening::succeeded);
  const LogEntry& line = record_.entries().front();
  EXPECT_EQ(text_field(line, "error"), "the command was killed by signal 9");
  EXPECT_EQ(number_field(line, "signal"), 9);
}

TEST_F(Teller, LogsACommandThatTakesTooLong) {
  hooks_.on_success = "exec sleep 1000";
  hooks_.command_time_limit = 1s;
  tell_of(Task::backup, Happening::succeeded);
  EXPECT_EQ(text_field(record_.entries().front(), "error"), "the command took longer than 1 s: it was stopped");
}

TEST_F(Teller, LogsACommandThatCannotBeStarted) {
  hooks_.on_success = std::string(3000000, ' ') + "true";
  tell_of(Task::backup, Happening::succeeded);
  EXPECT_EQ(record_.entries().front().level, LogLevel::warning);
  EXPECT_THAT(text_field(record_.entries().front(), "error"), HasSubstr("cannot start a hook's command: "));
}

TEST_F(Teller, LogsOutputThatIsNoText) {
  hooks_.on_success = R"(printf '\377\033[1m')";
  tell_of(Task::backup, Happening::succeeded);
  EXPECT_EQ(text_field(record_.entries().front(), "output"), "\xff\x1b[1m");
  EXPECT_THAT(record_.text(), HasSubstr(R"("output":"�\u001b[1m")"));
}

TEST_F(Teller, KeepsItsSecretsFromTheCommand) {
  ::setenv("MONGOKEEP_URI", "mongodb://u:secret@h", 1);
  ::setenv("MONGOKEEP_HOOKS_PING_URL", "https://h/secret", 1);
  hooks_.on_success = "env";
  tell_of(Task::backup, Happening::succeeded);
  ::unsetenv("MONGOKEEP_URI");
  ::unsetenv("MONGOKEEP_HOOKS_PING_URL");
  EXPECT_THAT(text_field(record_.entries().front(), "output"), HasSubstr("PATH="));
}

TEST_F(Teller, PingsTheServiceOfTheTask) {
  const HttpReceiver receiver;
  hooks_.ping_url = receiver.address("/secret-backup");
  hooks_.cleanup_ping_url = receiver.address("/secret-cleanup/");
  hooks_.drill_ping_url = receiver.address("/secret-drill?a=b");
  hooks_.push_ping_url = receiver.address("/secret-push");
  for (const Task task : {Task::backup, Task::cleanup, Task::drill, Task::push}) {
    for (const Happening happening : {Happening::started, Happening::succeeded, Happening::failed}) {
      tell_of(task, happening);
    }
  }
  std::vector<std::string> targets;
  for (const auto& request : receiver.requests()) targets.push_back(request.target);
  EXPECT_THAT(targets, testing::ElementsAre("/secret-backup/start", "/secret-backup", "/secret-backup/fail",
                                            "/secret-cleanup/start", "/secret-cleanup/", "/secret-cleanup/fail",
                                            "/secret-drill/start?a=b", "/secret-drill?a=b", "/secret-drill/fail?a=b",
                                            "/secret-push/start", "/secret-push", "/secret-push/fail"));
}

TEST_F(Teller, TellsTheAddressOfBackupsOfAPushThatFailsAndHasNone) {
  const HttpReceiver receiver;
  hooks_.ping_url = receiver.address("/night");
  for (const Happening happening : {Happening::started, Happening::succeeded, Happening::failed}) {
    tell_of(Task::push, happening);
  }
  std::vector<std::string> targets;
  for (const auto& request : receiver.requests()) targets.push_back(request.target);
  EXPECT_THAT(targets, testing::ElementsAre("/night/fail"));
}

TEST_F(Teller, RunsTheCommandAlsoWhereThePingFails) {
  const HttpReceiver receiver{{.status = 404}};
  hooks_.ping_url = receiver.address("/secret");
  hooks_.on_success = "true";
  tell_of(Task::backup, Happening::succeeded);
  ASSERT_EQ(record_.entries().size(), 2U);
  EXPECT_EQ(text_field(record_.entries()[0], "hook"), "hooks.ping_url");
  EXPECT_EQ(record_.entries()[0].level, LogLevel::warning);
  EXPECT_EQ(text_field(record_.entries()[1], "hook"), "hooks.on_success");
  EXPECT_EQ(record_.entries()[1].level, LogLevel::debug);
}

TEST_F(Teller, LogsABadAddress) {
  hooks_.ping_url = "gopher://h.example/secret";
  tell_of(Task::backup, Happening::started);
  ASSERT_EQ(record_.entries().size(), 1U);
  EXPECT_EQ(record_.entries().front().level, LogLevel::warning);
}

TEST_F(Teller, EndsACommandWithAStop) {
  Fifo fifo;
  hooks_.on_success = "exec 3> " + fifo.path() + "; echo ready >&3; exec sleep 1000";
  std::stop_source stop;
  std::thread thread([&] { tell_of(Task::backup, Happening::succeeded, stop.get_token()); });
  EXPECT_EQ(fifo.read_line(), "ready");
  stop.request_stop();
  fifo.await_end();
  thread.join();
  EXPECT_THAT(text_field(record_.entries().front(), "error"), HasSubstr("mongokeep was stopped during the command"));
}

TEST_F(Teller, AfterAStopRunsNothing) {
  hooks_.on_success = "touch " + in_folder("file");
  std::stop_source stop;
  stop.request_stop();
  tell_of(Task::backup, Happening::succeeded, stop.get_token());
  EXPECT_FALSE(std::filesystem::exists(in_folder("file")));
  EXPECT_EQ(record_.entries().front().level, LogLevel::warning);
}

TEST(CheckOfHooks, TakesWhatCanBeDone) {
  EXPECT_NO_THROW(check({}));
  EXPECT_NO_THROW(
      check({"true", "false", "https://h.example/u", "http://h.example", "http://h.example/drill", "", 1s}));
}

TEST(CheckOfHooks, NamesTheSettingThatIsWrong) {
  const auto complaint = [](const Hooks& hooks) -> std::string {
    try {
      check(hooks);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::configuration);
      return error.subject();
    }
    return "none";
  };
  EXPECT_EQ(complaint({"", "", "ftp://h.example", "", "", ""}), "hooks.ping_url");
  EXPECT_EQ(complaint({"", "", "", "https://", "", ""}), "hooks.cleanup_ping_url");
  EXPECT_EQ(complaint({"", "", "", "", "mailto:me", ""}), "hooks.drill_ping_url");
  EXPECT_EQ(complaint({"", "", "", "", "", "mailto:me"}), "hooks.push_ping_url");
  EXPECT_EQ(complaint({"", "", "", "", "", "", 0s}), "hooks.command_time_limit");
  EXPECT_EQ(complaint({"", "", "", "", "", "", -1s}), "hooks.command_time_limit");
}

}  // namespace
}  // namespace mongokeep::hooks
