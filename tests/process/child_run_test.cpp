#include "process/child_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "mongokeep/error.h"
#include "process/line_cutter.h"
#include "process/output_tail.h"
#include "process/shell_orders.h"
#include "support/fifo.h"
#include "support/temp_dir.h"

namespace mongokeep::process {
namespace {

using namespace std::chrono_literals;
using test::Fifo;
using testing::ElementsAre;
using testing::EndsWith;
using End = RunOutcome::End;

RunOutcome run(const std::string& command, const RunOutput& output = {}, const RunLimits& limits = {.time = 1min},
               const std::stop_token& stop = {}) {
  return run_child(shell_orders(command), output, limits, stop);
}

TEST(ChildRun, SaysHowItEndedAndWhatItPrinted) {
  const RunOutcome good = run("echo out; echo err >&2");
  EXPECT_TRUE(good.has_succeeded());
  EXPECT_EQ(good.output, "out\n");
  EXPECT_EQ(good.tail, "err\n");

  const RunOutcome bad = run("echo out; echo err >&2; exit 5");
  EXPECT_FALSE(bad.has_succeeded());
  EXPECT_EQ(bad.end, End::exit_code);
  EXPECT_EQ(bad.number, 5);
  EXPECT_EQ(bad.output, "out\n");

  const RunOutcome killed = run("kill -TERM $$");
  EXPECT_EQ(killed.end, End::signal);
  EXPECT_EQ(killed.number, SIGTERM);
  EXPECT_TRUE(is_childless());
}

TEST(ChildRun, GivesTheInputWhole) {
  ChildOrders orders = orders_for({"/usr/bin/md5sum"});
  orders.input = std::string(3000000, 'x');
  EXPECT_EQ(run_child(orders, {}, {.time = 1min}, {}).output,
            run("head -c 3000000 /dev/zero | tr '\\0' x | md5sum").output);
}

TEST(ChildRun, TakesAsMuchOutputAsItMay) {
  const RunOutcome full = run("head -c 100000 /dev/zero", {.most_bytes = 100000});
  EXPECT_TRUE(full.has_succeeded());
  EXPECT_EQ(full.output, std::string(100000, '\0'));
  EXPECT_EQ(run("true", {.most_bytes = 0}).output, "");
}

TEST(ChildRun, EndsAChildThatPrintsMore) {
  for (const char* const command : {"head -c 100001 /dev/zero", "exec yes"}) {
    try {
      run(command, {.most_bytes = 100000});
      ADD_FAILURE() << command;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::invalid_data);
      EXPECT_EQ(std::string(error.what()), "cannot read the output of a test's child: it is longer than 100000 bytes");
    }
    EXPECT_TRUE(is_childless());
  }
}

TEST(ChildRun, GivesEachLineOfTheErrorsAsItComes) {
  std::vector<std::string> lines;
  Fifo fifo;
  const RunOutcome outcome = run("echo one >&2; printf 'two\\n\\nthree' >&2; head -c 100000 /dev/zero >&2; echo out",
                                 {.take_line = [&](std::string_view line) {
                                   lines.emplace_back(line);
                                   return false;
                                 }});
  EXPECT_TRUE(outcome.has_succeeded());
  EXPECT_EQ(outcome.output, "out\n");
  EXPECT_THAT(lines, ElementsAre("one", "two", "", "three" + std::string(LineCutter::longest - 5, '\0')));
}

TEST(ChildRun, GivesALineWhileTheChildGoesOn) {
  const test::TempDir folder;
  const std::string go = (folder.path() / "go").string();
  std::vector<std::string> lines;
  const RunOutcome outcome = run("echo ready >&2; while [ ! -e " + go + " ]; do sleep 0.01; done; echo gone >&2",
                                 {.take_line = [&](std::string_view line) {
                                   lines.emplace_back(line);
                                   std::ofstream{go};
                                   return true;
                                 }});
  EXPECT_TRUE(outcome.has_succeeded());
  EXPECT_THAT(lines, ElementsAre("ready", "gone"));
}

TEST(ChildRun, EndsAChildWhoseLineIsRefused) {
  const auto refuse = [](std::string_view line) -> bool { throw std::runtime_error("refused: " + std::string(line)); };
  EXPECT_THROW(run("echo no >&2; exec sleep 1000", {.take_line = refuse}), std::runtime_error);
  EXPECT_TRUE(is_childless());
}

TEST(ChildRun, EndsAtTheTimeLimitThoughThereIsProgress) {
  const RunOutcome outcome = run("while :; do echo progress >&2; sleep 0.01; done",
                                 {.take_line = [](auto) { return true; }}, {.time = 200ms, .idle = 1h, .grace = 1min});
  EXPECT_EQ(outcome.end, End::time_limit);
  EXPECT_FALSE(outcome.still_runs);
  EXPECT_TRUE(is_childless());
}

TEST(ChildRun, EndsAtTheIdleLimitThoughItPrints) {
  const RunOutcome outcome = run("while :; do echo out; echo no progress >&2; sleep 0.01; done",
                                 {.take_line = [](auto) { return false; }}, {.time = 1h, .idle = 200ms, .grace = 1min});
  EXPECT_EQ(outcome.end, End::idle_limit);
  EXPECT_TRUE(is_childless());
}

TEST(ChildRun, BeginsTheIdleLimitAnewWithProgress) {
  const test::TempDir folder;
  const std::string go = (folder.path() / "go").string();
  const auto first_limit = std::chrono::steady_clock::now() + 1s;
  // The line is taken while the limit goes by. What comes behind it is printed after that.
  const RunOutcome outcome = run("echo progress >&2; while [ ! -e " + go + " ]; do sleep 0.01; done; echo done",
                                 {.take_line =
                                      [&](auto) {
                                        std::this_thread::sleep_until(first_limit + 10ms);
                                        std::ofstream{go};
                                        return true;
                                      }},
                                 {.time = 1h, .idle = 1s});
  EXPECT_EQ(outcome.end, End::exit_code);
  EXPECT_EQ(outcome.output, "done\n");
}

TEST(ChildRun, LetsAStoppedChildTidyUpWhateverItPrints) {
  Fifo fifo;
  std::stop_source stop;
  RunOutcome outcome{};
  std::thread thread([&] {
    outcome = run("trap 'head -c 300000 /dev/zero; echo tidied up >&2; exit 0' TERM; echo ready > " + fifo.path() +
                      "; while :; do sleep 0.01; done",
                  {}, {.time = 1h, .grace = 1min}, stop.get_token());
  });
  EXPECT_EQ(fifo.read_line(), "ready");
  stop.request_stop();
  thread.join();
  EXPECT_EQ(outcome.end, End::stopped);
  EXPECT_THAT(outcome.tail, EndsWith("tidied up\n"));
  EXPECT_TRUE(is_childless());
}

TEST(ChildRun, TakesReadingForProgress) {
  const RunLimits limits{.time = 1h, .idle = 1s};
  EXPECT_TRUE(
      run("for i in $(seq 20); do head -c 3000000 /dev/zero > /dev/null; sleep 0.1; done", {}, limits).has_succeeded());
  // What it read once does not count for ever, and a few bytes count for nothing.
  EXPECT_EQ(run("head -c 3000000 /dev/zero > /dev/null; exec sleep 1000", {}, limits).end, End::idle_limit);
  EXPECT_EQ(run("while :; do head -c 10 /dev/zero > /dev/null; sleep 0.1; done", {}, limits).end, End::idle_limit);
}

TEST(ChildRun, KillsWhatAStopDoesNotEnd) {
  Fifo fifo;
  std::stop_source stop;
  RunOutcome outcome{};
  std::thread thread([&] {
    outcome = run("trap '' TERM; exec 3> " + fifo.path() + "; echo ready >&3; while :; do sleep 1000; done", {},
                  {.time = 1h, .grace = 100ms}, stop.get_token());
  });
  EXPECT_EQ(fifo.read_line(), "ready");
  stop.request_stop();
  fifo.await_end();
  thread.join();
  EXPECT_EQ(outcome.end, End::stopped);
  EXPECT_FALSE(outcome.still_runs);
  EXPECT_TRUE(is_childless());
}

TEST(ChildRun, KillsWhatAChildLeavesBehind) {
  Fifo fifo;
  const RunOutcome outcome = run("exec 3> " + fifo.path() + "; sleep 1000 & echo done");
  EXPECT_TRUE(outcome.has_succeeded());
  EXPECT_EQ(outcome.output, "done\n");
  fifo.await_end();
}

TEST(ChildRun, GoesOnWithoutItsOutputs) {
  const RunOutcome outcome = run("exec >&- 2>&-; sleep 0.05; exit 4");
  EXPECT_EQ(outcome.end, End::exit_code);
  EXPECT_EQ(outcome.number, 4);
}

TEST(ChildRun, DoesNotMindAHandlerOfOurs) {
  static volatile std::sig_atomic_t calls = 0;
  struct sigaction handler {};
  handler.sa_handler = [](int) { calls = calls + 1; };
  struct sigaction before {};
  ::sigaction(SIGCHLD, &handler, &before);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(run("sleep 0.001; echo x; sleep 0.001; echo y").output, "x\ny\n");
  ::sigaction(SIGCHLD, &before, nullptr);
  EXPECT_GE(calls, 20);
  EXPECT_TRUE(is_childless());
}

TEST(ChildRun, OfWhichSomebodyElseTookTheAnswerFails) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  EXPECT_THROW(run("echo out"), Error);
  std::signal(SIGCHLD, before);
  EXPECT_TRUE(is_childless());
}

}  // namespace
}  // namespace mongokeep::process
