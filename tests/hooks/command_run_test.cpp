#include "hooks/command_run.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <thread>

#include "base/files/unique_fd.h"
#include "process/output_tail.h"
#include "support/fifo.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::hooks {
namespace {

using namespace std::chrono_literals;
using process::OutputTail;
using process::RunLimits;
using process::RunOutcome;
using test::Fifo;
using test::read_file;
using testing::EndsWith;
using testing::HasSubstr;
using End = RunOutcome::End;

const std::vector<std::string> environment{"PATH=/usr/bin:/bin", "LC_ALL=C"};

RunOutcome run(const std::string& text, const std::string& input = "", const RunLimits& limits = {.time = 1min},
               const std::stop_token& stop = {}) {
  return run_command({text, environment, input}, limits, stop);
}

/// No child is left, running or dead, that somebody would have to wait for.
void expect_no_child() {
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(CommandRun, SaysHowACommandEnded) {
  const RunOutcome good = run("true");
  EXPECT_TRUE(good.has_succeeded());

  const RunOutcome bad = run("exit 3");
  EXPECT_FALSE(bad.has_succeeded());
  EXPECT_EQ(bad.end, End::exit_code);
  EXPECT_EQ(bad.number, 3);

  const RunOutcome killed = run("kill -USR1 $$");
  EXPECT_FALSE(killed.has_succeeded());
  EXPECT_EQ(killed.end, End::signal);
  EXPECT_EQ(killed.number, SIGUSR1);
  expect_no_child();
}

TEST(CommandRun, OfWhatIsNotThereFails) {
  const RunOutcome outcome = run("/nowhere/command");
  EXPECT_EQ(outcome.end, End::exit_code);
  EXPECT_EQ(outcome.number, 127);
  EXPECT_THAT(outcome.tail, HasSubstr("not found"));
}

TEST(CommandRun, TakesBothStreams) {
  EXPECT_EQ(run("echo out; echo err >&2; echo out again").tail, "out\nerr\nout again\n");
}

TEST(CommandRun, TakesBytesAsTheyCome) {
  EXPECT_EQ(run(R"(printf 'a\000b\377\033[1m')").tail, std::string("a\0b\xff\x1b[1m", 8));
}

TEST(CommandRun, KeepsTheEndOfALargeOutput) {
  const RunOutcome outcome = run("head -c 3000000 /dev/zero | tr '\\0' x; echo the end");
  EXPECT_TRUE(outcome.has_succeeded());
  EXPECT_EQ(outcome.tail.size(), std::string("…").size() + OutputTail::longest);
  EXPECT_THAT(outcome.tail, EndsWith("xxxthe end\n"));
}

TEST(CommandRun, GivesTheInputWhole) {
  const test::TempDir folder;
  const std::string file = (folder.path() / "report").string();
  const std::string large(1000000, 'r');
  EXPECT_TRUE(run("cat > " + file, large).has_succeeded());
  EXPECT_EQ(read_file(file), large);
  EXPECT_EQ(run("cat /dev/stdin", "by another door").tail, "by another door");
  EXPECT_EQ(run("cat").tail, "");
}

TEST(CommandRun, NeedsNobodyToReadTheInput) {
  const std::string large(1000000, 'r');
  EXPECT_TRUE(run("true", large).has_succeeded());
  EXPECT_TRUE(run("exec <&-", large).has_succeeded());
  EXPECT_EQ(run("head -c 3", large).tail, "rrr");
}

TEST(CommandRun, HasTheGivenEnvironmentOnly) {
  EXPECT_EQ(run_command({"/usr/bin/env", {"ONE=1"}, ""}, {.time = 1min}, {}).tail.find("PATH"), std::string::npos);
  EXPECT_THAT(run_command({"echo $ONE", {"ONE=1"}, ""}, {.time = 1min}, {}).tail, "1\n");
}

TEST(CommandRun, HandsOnNoDescriptor) {
  // One that would go on by itself, as an application's may.
  const UniqueFd open(::open("/dev/null", O_RDONLY));
  EXPECT_EQ(run("ls /proc/$$/fd; true").tail, "0\n1\n2\n");
}

TEST(CommandRun, NeedsNoStandardStreamsOfOurs) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::close(stream);
        ::_exit(run("cat; echo err >&2", "in ").tail == "in err\n" ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST(CommandRun, GivesSignalsTheirDefaults) {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  sigset_t before;
  ::pthread_sigmask(SIG_BLOCK, &blocked, &before);
  const auto handler = std::signal(SIGPIPE, SIG_IGN);
  const RunOutcome ignored = run("kill -PIPE $$; echo still there");
  const RunOutcome masked = run("kill -TERM $$; echo still there");
  std::signal(SIGPIPE, handler);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_EQ(ignored.end, End::signal) << ignored.tail;
  EXPECT_EQ(ignored.number, SIGPIPE);
  EXPECT_EQ(masked.end, End::signal) << masked.tail;
  EXPECT_EQ(masked.number, SIGTERM);
}

TEST(CommandRun, EndsAtTheTimeLimit) {
  const RunOutcome outcome = run("echo begun; exec sleep 1000", "", {.time = 100ms, .grace = 1min});
  EXPECT_EQ(outcome.end, End::time_limit);
  EXPECT_FALSE(outcome.has_succeeded());
  EXPECT_FALSE(outcome.still_runs);
  expect_no_child();
}

TEST(CommandRun, LetsACommandTidyUp) {
  Fifo fifo;
  std::stop_source stop;
  RunOutcome outcome{};
  std::thread thread([&] {
    outcome = run("trap 'echo tidied up; exit 0' TERM; echo ready > " + fifo.path() + "; while :; do sleep 0.01; done",
                  "", {.time = 1h, .grace = 1min}, stop.get_token());
  });
  EXPECT_EQ(fifo.read_line(), "ready");
  stop.request_stop();
  thread.join();
  EXPECT_EQ(outcome.end, End::stopped) << "though its exit code was 0";
  EXPECT_THAT(outcome.tail, EndsWith("tidied up\n"));
  expect_no_child();
}

TEST(CommandRun, KillsWhatIgnoresSigterm) {
  Fifo fifo;
  std::stop_source stop;
  RunOutcome outcome{};
  std::thread thread([&] {
    outcome = run("trap '' TERM; exec 3> " + fifo.path() + "; echo ready >&3; while :; do sleep 1000; done", "",
                  {.time = 1h, .grace = 100ms}, stop.get_token());
  });
  EXPECT_EQ(fifo.read_line(), "ready");
  stop.request_stop();
  fifo.await_end();
  thread.join();
  EXPECT_EQ(outcome.end, End::stopped);
  EXPECT_FALSE(outcome.still_runs);
  expect_no_child();
}

TEST(CommandRun, EndsTheWholeGroup) {
  Fifo fifo;
  std::stop_source stop;
  std::thread thread([&] {
    // The shell itself ends with the first signal; what it has started ignores that.
    run("(trap '' TERM; echo ready; exec sleep 1000) > " + fifo.path() + " & wait", "", {.time = 1h, .grace = 100ms},
        stop.get_token());
  });
  EXPECT_EQ(fifo.read_line(), "ready");
  stop.request_stop();
  fifo.await_end();
  thread.join();
  expect_no_child();
}

TEST(CommandRun, DoesNotWaitForWhatWasLeftInTheBackground) {
  Fifo fifo;
  // Both the output and the named pipe stay open.
  const RunOutcome outcome = run("exec 3> " + fifo.path() + "; sleep 1000 & echo $! >&3; echo done");
  EXPECT_TRUE(outcome.has_succeeded());
  EXPECT_EQ(outcome.tail, "done\n");
  const auto left = static_cast<pid_t>(std::stol(fifo.read_line()));
  EXPECT_EQ(::kill(left, SIGKILL), 0) << "it was there";
  fifo.await_end();
}

TEST(CommandRun, DoesNotWaitForWhatGoesOnPrintingInTheBackground) {
  Fifo fifo;
  const RunOutcome outcome = run("yes 3> " + fifo.path() + " & sleep 0.05");
  EXPECT_TRUE(outcome.has_succeeded());
  // With nobody to read, it ends by SIGPIPE.
  fifo.await_end();
}

TEST(CommandRun, AfterAStopEndsAtOnce) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(run("exec sleep 1000", "", {.time = 1h}, stop.get_token()).end, End::stopped);
}

TEST(CommandRun, HasAnEndHoweverLongItMayTake) {
  EXPECT_TRUE(run("true", "", {.time = std::chrono::milliseconds::max()}).has_succeeded());
}

}  // namespace
}  // namespace mongokeep::hooks
