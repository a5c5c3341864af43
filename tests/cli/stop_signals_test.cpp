#include "cli/stop_signals.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <future>

namespace mongokeep::cli {
namespace {

using namespace std::chrono_literals;

TEST(StopSignals, CallStopAndRememberTheSignal) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    StopSignals signals;
    std::promise<void> stopped;
    {
      const StopSignals::Watch watch = signals.watch([&] { stopped.set_value(); });
      EXPECT_EQ(signals.received(), 0);
      ::kill(::getpid(), signal);
      stopped.get_future().wait();
    }
    EXPECT_EQ(signals.received(), signal);
  }
}

TEST(StopSignals, CallReloadForEachSighupAndGoOn) {
  StopSignals signals;
  std::atomic<int> reloads = 0;
  std::promise<void> stopped;
  std::promise<void> reloaded_twice;
  {
    const StopSignals::Watch watch = signals.watch([&] { stopped.set_value(); },
                                                   [&] {
                                                     if (++reloads == 2) return reloaded_twice.set_value();
                                                     ::kill(::getpid(), SIGHUP);
                                                   });
    ::kill(::getpid(), SIGHUP);
    reloaded_twice.get_future().wait();
    EXPECT_EQ(signals.received(), 0);
    ::kill(::getpid(), SIGTERM);
    stopped.get_future().wait();
  }
  EXPECT_EQ(signals.received(), SIGTERM);
}

TEST(StopSignals, EndWithoutASignal) {
  StopSignals signals;
  {
    const StopSignals::Watch watch = signals.watch([] { FAIL(); });
  }
  EXPECT_EQ(signals.received(), 0);
}

[[noreturn]] void hang() {
  for (;;) ::pause();
}

TEST(StopSignalsDeathTest, ASecondSignalEndsTheProcessWithTheFirstOnesCode) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        StopSignals signals(1h);
        std::promise<void> stopped;
        const StopSignals::Watch watch = signals.watch([&] { stopped.set_value(); });
        ::kill(::getpid(), SIGTERM);
        stopped.get_future().wait();
        ::kill(::getpid(), SIGINT);
        hang();
      },
      ::testing::ExitedWithCode(143), "");
}

TEST(StopSignalsDeathTest, SaysFarewellBeforeTheProcessEnds) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        StopSignals signals(1h);
        signals.set_farewell([](int signal) { std::fprintf(stderr, "farewell %d\n", signal); });
        std::promise<void> stopped;
        const StopSignals::Watch watch = signals.watch([&] { stopped.set_value(); });
        ::kill(::getpid(), SIGTERM);
        stopped.get_future().wait();
        ::kill(::getpid(), SIGINT);
        hang();
      },
      ::testing::ExitedWithCode(143), "farewell 15");
}

TEST(StopSignalsDeathTest, AGuardEndsTheProcessAtTheFirstSignal) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        StopSignals signals(1h);
        signals.set_farewell([](int signal) { std::fprintf(stderr, "farewell %d\n", signal); });
        const StopSignals::Watch guard = signals.guard();
        ::kill(::getpid(), SIGINT);
        hang();
      },
      ::testing::ExitedWithCode(130), "farewell 2");
}

TEST(StopSignals, AWatchTakesThePlaceOfAGuard) {
  StopSignals signals;
  const StopSignals::Watch guard = signals.guard();
  std::promise<void> stopped;
  {
    const StopSignals::Watch watch = signals.watch([&] { stopped.set_value(); });
    ::kill(::getpid(), SIGTERM);
    stopped.get_future().wait();
  }
  EXPECT_EQ(signals.received(), SIGTERM);
}

TEST(StopSignalsDeathTest, TheEndOfTheGraceEndsTheProcess) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        StopSignals signals(10ms);
        const StopSignals::Watch watch = signals.watch([] {});
        ::kill(::getpid(), SIGINT);
        hang();
      },
      ::testing::ExitedWithCode(130), "");
}

TEST(StopSignalsDeathTest, AStopThatHangsDoesNotKeepTheProcess) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        StopSignals signals(10ms);
        const StopSignals::Watch watch = signals.watch([] { hang(); });
        ::kill(::getpid(), SIGTERM);
        hang();
      },
      ::testing::ExitedWithCode(143), "");
}

TEST(StopSignalsDeathTest, WithoutAWatchASignalKillsAsUsual) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        StopSignals signals;
        ::kill(::getpid(), SIGTERM);
        hang();
      },
      ::testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace mongokeep::cli
