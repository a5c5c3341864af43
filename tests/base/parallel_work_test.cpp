#include "base/parallel_work.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "mongokeep/error.h"

namespace mongokeep {
namespace {

class ParallelWork : public testing::Test {
 protected:
  Log log_ = Log([this](const LogEntry& entry) { logged_ += entry.message; }, system_clock());
  std::string logged_;
  std::stop_source stop_;
};

TEST_F(ParallelWork, DoesEveryTaskOnce) {
  std::vector<std::atomic<int>> done(500);
  const Worker work = [&](std::size_t task, const std::stop_token&) { ++done[task]; };
  run_in_parallel(done.size(), 4, work, stop_.get_token(), log_);
  for (const std::atomic<int>& times : done) EXPECT_EQ(times, 1);
}

TEST_F(ParallelWork, DoesWithoutAWorkerThatCannotBeHad) {
  std::atomic<int> done = 0;
  const Worker work = [&](std::size_t, const std::stop_token&) { ++done; };
  const MakeWorker none = []() -> std::optional<Worker> { return std::nullopt; };
  run_in_parallel(10, 4, work, none, stop_.get_token(), log_);
  EXPECT_EQ(done, 10);
  const MakeWorker failing = []() -> std::optional<Worker> {
    throw Error(ErrorKind::connection, "reach", "db1", "it is away");
  };
  run_in_parallel(10, 4, work, failing, stop_.get_token(), log_);
  EXPECT_EQ(done, 20);
  EXPECT_EQ(logged_, "Using fewer workers than requested");
}

TEST_F(ParallelWork, BeginsNoTaskBehindOneThatFails) {
  int done = 0;
  std::stop_token told;
  const Worker work = [&](std::size_t task, const std::stop_token& stop) {
    told = stop;
    if (task == 3) throw Error(ErrorKind::storage, "write", "x", "the disk is full");
    ++done;
  };
  EXPECT_THROW(run_in_parallel(10, 1, work, stop_.get_token(), log_), Error);
  EXPECT_EQ(done, 3);
  EXPECT_TRUE(told.stop_requested());
}

TEST_F(ParallelWork, StopsWithTheRun) {
  const Worker work = [&](std::size_t, const std::stop_token& stop) {
    stop_.request_stop();
    if (stop.stop_requested()) throw Error(ErrorKind::stopped, "go on", "", "it was stopped");
  };
  EXPECT_THROW(run_in_parallel(10, 2, work, stop_.get_token(), log_), Error);
}

}  // namespace
}  // namespace mongokeep
