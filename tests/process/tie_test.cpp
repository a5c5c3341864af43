#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>
#include <optional>
#include <thread>

#include "mongokeep/error.h"
#include "process/child_reader.h"
#include "process/shell_orders.h"
#include "support/fifo.h"

namespace mongokeep::process {
namespace {

using namespace std::chrono_literals;
using test::Fifo;

/// Starts the child in a process of its own, which then does nothing.
pid_t start_elsewhere(const ChildOrders& orders) {
  const pid_t helper = ::fork();
  if (helper != 0) return helper;
  try {
    const ChildReader reader(orders, 1h, {});
    for (;;) ::pause();
  } catch (...) {
    ::_exit(1);
  }
}

void kill_and_wait(pid_t process) {
  EXPECT_EQ(::kill(process, SIGKILL), 0);
  EXPECT_EQ(::waitpid(process, nullptr, 0), process);
}

TEST(CloseTie, TakesTheChildWithUsWhenWeAreKilled) {
  Fifo fifo;
  const pid_t helper = start_elsewhere(shell_orders(
      "exec 3> " + fifo.path() + "; trap '' TERM HUP; echo ready >&3; while :; do read line; done < /dev/zero"));
  EXPECT_EQ(fifo.read_line(), "ready");
  kill_and_wait(helper);
  fifo.await_end();
}

TEST(LooseTie, LetsTheChildGoOnWhenWeAreKilled) {
  Fifo fifo;
  ChildOrders orders = shell_orders("exec 3> " + fifo.path() +
                                    "; trap 'echo still here >&3' USR1; echo $$ >&3; while :; do sleep 0.01; done");
  orders.tie = Tie::loose;
  const pid_t helper = start_elsewhere(orders);
  const auto child = static_cast<pid_t>(std::stol(fifo.read_line()));
  kill_and_wait(helper);
  EXPECT_EQ(::kill(child, SIGUSR1), 0);
  EXPECT_EQ(fifo.read_line(), "still here");
  EXPECT_EQ(::kill(child, SIGKILL), 0);
  fifo.await_end();
}

/// The system's rule: who starts a child in a thread must keep that thread. If not, the loss is seen.
TEST(CloseTie, IsToTheThreadThatStarted) {
  std::optional<ChildReader> reader;
  std::array<char, 100> room;
  std::thread([&] {
    reader.emplace(shell_orders("echo part; exec sleep 1000"), 1h, std::stop_token());
    EXPECT_EQ(reader->read(room), 5U);
  }).join();
  try {
    while (reader->read(room) > 0) {
    }
    ADD_FAILURE() << "it was taken for complete";
  } catch (const Error& error) {
    EXPECT_EQ(error.cause(), "it was killed by signal 9");
  }
}

}  // namespace
}  // namespace mongokeep::process
