#include "base/crew.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "mongokeep/error.h"

namespace mongokeep {
namespace {

class CrewTest : public testing::Test {
 protected:
  Log log_ = Log([this](const LogEntry& entry) { logged_ += entry.message; }, system_clock());
  std::string logged_;
  std::stop_source stop_;
};

TEST_F(CrewTest, DoesEveryTaskOnce) {
  std::vector<std::atomic<int>> done(500);
  const Work work = [&](std::size_t task, const std::stop_token&) { ++done[task]; };
  work_off(done.size(), 4, work, stop_.get_token(), log_);
  for (const std::atomic<int>& times : done) EXPECT_EQ(times, 1);
}

TEST_F(CrewTest, DoesWithoutAWorkerThatCannotBeHad) {
  std::atomic<int> done = 0;
  const Work work = [&](std::size_t, const std::stop_token&) { ++done; };
  const Hire none = []() -> std::optional<Work> { return std::nullopt; };
  work_off(10, 4, work, none, stop_.get_token(), log_);
  EXPECT_EQ(done, 10);
  const Hire failing = []() -> std::optional<Work> {
    throw Error(ErrorKind::connection, "reach", "db1", "it is away");
  };
  work_off(10, 4, work, failing, stop_.get_token(), log_);
  EXPECT_EQ(done, 20);
  EXPECT_EQ(logged_, "Less is done at a time than was asked for");
}

TEST_F(CrewTest, BeginsNoTaskBehindOneThatFails) {
  int done = 0;
  std::stop_token told;
  const Work work = [&](std::size_t task, const std::stop_token& stop) {
    told = stop;
    if (task == 3) throw Error(ErrorKind::storage, "write", "x", "the disk is full");
    ++done;
  };
  EXPECT_THROW(work_off(10, 1, work, stop_.get_token(), log_), Error);
  EXPECT_EQ(done, 3);
  EXPECT_TRUE(told.stop_requested());
}

TEST_F(CrewTest, StopsWithTheRun) {
  const Work work = [&](std::size_t, const std::stop_token& stop) {
    stop_.request_stop();
    if (stop.stop_requested()) throw Error(ErrorKind::stopped, "go on", "", "it was asked to stop");
  };
  EXPECT_THROW(work_off(10, 2, work, stop_.get_token(), log_), Error);
}

}  // namespace
}  // namespace mongokeep
