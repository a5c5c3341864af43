#include "process/child_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <fstream>
#include <thread>

#include "mongokeep/error.h"
#include "process/shell_orders.h"
#include "support/fifo.h"
#include "support/temp_dir.h"

namespace mongokeep::process {
namespace {

using namespace std::chrono_literals;
using test::Fifo;
using testing::EndsWith;

std::string read_all(ChildReader& reader) {
  std::string all;
  std::array<char, 5000> room;
  while (const std::size_t got = reader.read(room)) all.append(room.data(), got);
  return all;
}

std::string read_all(const std::string& command) {
  ChildReader reader(shell_orders(command), 1min, {});
  return read_all(reader);
}

/// Reads to the end, which has to be none.
Error failure_of(ChildReader& reader, std::string* read = nullptr) {
  std::array<char, 5000> room;
  try {
    while (const std::size_t got = reader.read(room)) {
      if (read != nullptr) read->append(room.data(), got);
    }
  } catch (const Error& error) {
    EXPECT_TRUE(is_childless());
    EXPECT_THROW(reader.read(room), Error) << "it is no end later either";
    return error;
  }
  ADD_FAILURE() << "it was taken for complete";
  return {ErrorKind::usage, "", "", ""};
}

TEST(ChildReader, ReadsAllThatIsPrinted) {
  EXPECT_EQ(read_all("true"), "");
  EXPECT_EQ(read_all("printf 'a\\000b\\377'"), std::string("a\0b\xff", 4));
  EXPECT_EQ(read_all("head -c 30000000 /dev/zero; echo end").size(), 30000004U);
  EXPECT_TRUE(is_childless());
}

TEST(ChildReader, IsOverOnceAndForAll) {
  ChildReader reader(shell_orders("cat; echo err >&2"), 1min, {});
  EXPECT_FALSE(reader.end());
  EXPECT_EQ(read_all(reader), "");
  EXPECT_EQ(read_all(reader), "");
  ASSERT_TRUE(reader.end());
  EXPECT_TRUE(reader.end()->is_success());
  EXPECT_EQ(reader.tail(), "err\n");
}

TEST(ChildReader, ReadsByteByByte) {
  ChildReader reader(shell_orders("echo abc; sleep 0.01; echo d"), 1min, {});
  std::string all;
  std::array<char, 1> room;
  while (reader.read(room) == 1) all += room[0];
  EXPECT_EQ(all, "abc\nd\n");
  EXPECT_EQ(reader.read({}), 0U);
}

TEST(ChildReader, TakesNoFailureForTheEnd) {
  ChildReader failing(shell_orders("head -c 100000 /dev/zero; echo why >&2; exit 5"), 1min, {});
  std::string read;
  const Error error = failure_of(failing, &read);
  EXPECT_EQ(error.kind(), ErrorKind::storage);
  EXPECT_EQ(std::string(error.what()), "cannot read the output of a test's child: it ended with exit code 5");
  EXPECT_EQ(read.size(), 100000U);
  ASSERT_TRUE(failing.end());
  EXPECT_EQ(failing.end()->number, 5);
  EXPECT_EQ(failing.tail(), "why\n");

  ChildReader killed(shell_orders("echo part; kill -KILL $$"), 1min, {});
  EXPECT_EQ(std::string(failure_of(killed).cause()), "it was killed by signal 9");
  EXPECT_TRUE(killed.end()->by_signal);
}

TEST(ChildReader, DoesNotTakeAClosedOutputForTheEnd) {
  const test::TempDir folder;
  const std::string go = (folder.path() / "go").string();
  Fifo fifo;
  ChildReader reader(shell_orders("echo all; exec >&-; echo closed > " + fifo.path() + "; while [ ! -e " + go +
                                  " ]; do sleep 0.01; done; exit 3"),
                     1min, {});
  std::thread thread([&] {
    EXPECT_EQ(fifo.read_line(), "closed");
    std::ofstream{go};
  });
  std::string read;
  EXPECT_EQ(failure_of(reader, &read).cause(), "it ended with exit code 3");
  EXPECT_EQ(read, "all\n");
  thread.join();
}

TEST(ChildReader, TakesErrorsWhileTheOutputIsSilent) {
  ChildReader reader(shell_orders("head -c 3000000 /dev/zero >&2; echo the end >&2; echo out"), 1min, {});
  EXPECT_EQ(read_all(reader), "out\n");
  EXPECT_THAT(reader.tail(), EndsWith("the end\n"));
}

TEST(ChildReader, EndsWithTheChildThoughAnotherHoldsThePipe) {
  Fifo fifo;
  EXPECT_EQ(read_all("exec 3> " + fifo.path() + "; sleep 1000 & echo done"), "done\n");
  fifo.await_end();
  EXPECT_GT(read_all("yes 3> " + fifo.path() + " & sleep 0.05").size(), 0U);
  fifo.await_end();
}

TEST(ChildReader, GivesUpAfterTheIdleLimit) {
  for (const char* const command : {"echo begun; exec sleep 1000", "echo begun; exec >&-; exec sleep 1000",
                                    "echo begun; while :; do echo errors do not count >&2; sleep 0.01; done"}) {
    ChildReader reader(shell_orders(command), 300ms, {});
    std::string read;
    const Error error = failure_of(reader, &read);
    EXPECT_EQ(error.kind(), ErrorKind::connection) << command;
    EXPECT_EQ(error.cause(), "nothing came for 300 ms");
    EXPECT_EQ(read, "begun\n");
    EXPECT_FALSE(reader.end());
  }
}

TEST(ChildReader, TakesReadingForProgress) {
  ChildReader reading(
      shell_orders("for i in $(seq 20); do head -c 3000000 /dev/zero > /dev/null; sleep 0.1; done; echo hash"), 1s, {});
  EXPECT_EQ(read_all(reading), "hash\n");
  ChildReader done(shell_orders("head -c 3000000 /dev/zero > /dev/null; exec sleep 1000"), 1s, {});
  EXPECT_EQ(failure_of(done).kind(), ErrorKind::connection);
}

TEST(ChildReader, CountsNoTimeBetweenTheReads) {
  ChildReader reader(shell_orders("exec yes"), 300ms, {});
  std::array<char, 100000> room;
  EXPECT_GT(reader.read(room), 0U);
  std::this_thread::sleep_for(400ms);  // nothing but time brings this about
  EXPECT_GT(reader.read(room), 0U);
}

TEST(ChildReader, IsStoppedWhileItWaits) {
  Fifo fifo;
  std::stop_source stop;
  ChildReader reader(shell_orders("trap '' TERM; echo ready > " + fifo.path() + "; while :; do sleep 1000; done"), 1h,
                     stop.get_token());
  std::thread thread([&] {
    EXPECT_EQ(fifo.read_line(), "ready");
    stop.request_stop();
  });
  EXPECT_EQ(failure_of(reader).kind(), ErrorKind::stopped);
  thread.join();
}

TEST(ChildReader, IsStoppedThoughThereIsMore) {
  std::stop_source stop;
  ChildReader reader(shell_orders("exec yes"), 1h, stop.get_token());
  std::array<char, 100> room;
  EXPECT_EQ(reader.read(room), 100U);
  stop.request_stop();
  EXPECT_EQ(failure_of(reader).kind(), ErrorKind::stopped);
}

TEST(ChildReader, KillsTheWholeGroupWhenItGoes) {
  Fifo fifo;
  {
    ChildReader reader(shell_orders("exec 3> " + fifo.path() + "; (trap '' TERM; echo ready; exec sleep 1000) & wait"),
                       1h, {});
    std::array<char, 6> room;
    EXPECT_EQ(reader.read(room), 6U);
  }
  EXPECT_TRUE(is_childless());
  fifo.await_end();
}

TEST(ChildReader, OfWhichSomebodyElseTookTheAnswerHasNoEnd) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  {
    // Nobody is told of a child then, and it may be gone before it can be watched.
    const auto read_all = [] {
      ChildReader reader(shell_orders("echo out"), 1min, {});
      std::array<char, 64> room;
      while (reader.read(room) > 0) {
      }
    };
    EXPECT_THROW(read_all(), Error);
  }
  std::signal(SIGCHLD, before);
}

TEST(ChildReader, ManyTimesLeavesNothingBehind) {
  const long open = open_descriptors();
  for (int i = 0; i < 300; ++i) {
    ChildReader reader(shell_orders("exec yes"), 1min, {});
    std::array<char, 2> room;
    EXPECT_EQ(reader.read(room), 2U);
  }
  EXPECT_EQ(open_descriptors(), open);
  EXPECT_TRUE(is_childless());
}

}  // namespace
}  // namespace mongokeep::process
