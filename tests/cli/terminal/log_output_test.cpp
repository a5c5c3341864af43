#include "cli/terminal/log_output.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <string>

#include "base/files/unique_fd.h"
#include "base/text/time_text.h"

namespace mongokeep::cli {
namespace {

/// A screen whose bytes can be read back.
class PipedScreen {
 public:
  PipedScreen() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("pipe");
    reading_ = UniqueFd(ends[0]);
    writing_ = UniqueFd(ends[1]);
    screen_ = std::make_unique<Screen>(writing_.get());
  }

  Screen& screen() { return *screen_; }

  /// What was written since the last call; something must have been.
  std::string written() {
    std::array<char, 4096> room{};
    const ssize_t got = ::read(reading_.get(), room.data(), room.size());
    return {room.data(), static_cast<std::size_t>(got)};
  }

 private:
  UniqueFd reading_;
  UniqueFd writing_;
  std::unique_ptr<Screen> screen_;
};

class LogOutputTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
  }

  static LogEntry entry(LogLevel level) {
    return {*parse_utc_text("2024-02-20T01:02:03.004Z"), level, "Done {}", {{"count", std::int64_t{3}}}};
  }

  PipedScreen pipe_;
};

TEST_F(LogOutputTest, WritesReadableLines) {
  LogOutput output(pipe_.screen(), LogOutput::Form::text, LogLevel::debug);
  output.write(entry(LogLevel::info));
  EXPECT_EQ(pipe_.written(), "01:02:03 info    Done {} count=3\n");
  output.write(entry(LogLevel::warning));
  EXPECT_EQ(pipe_.written(), "01:02:03 warning Done {} count=3\n");
}

TEST_F(LogOutputTest, ColoursTheLevel) {
  LogOutput output(pipe_.screen(), LogOutput::Form::coloured_text, LogLevel::debug);
  output.write(entry(LogLevel::error));
  EXPECT_EQ(pipe_.written(), "01:02:03 \x1b[1;31merror  \x1b[0m Done {} count=3\n");
}

TEST_F(LogOutputTest, WritesJsonLines) {
  LogOutput output(pipe_.screen(), LogOutput::Form::json, LogLevel::debug);
  output.write(entry(LogLevel::debug));
  EXPECT_EQ(pipe_.written(),
            "{\"time\":\"2024-02-20T01:02:03.004Z\",\"level\":\"debug\",\"message\":\"Done {}\",\"count\":3}\n");
}

TEST_F(LogOutputTest, LeavesOutWhatIsBelowItsLevel) {
  LogOutput output(pipe_.screen(), LogOutput::Form::text, LogLevel::warning);
  output.write(entry(LogLevel::info));
  output.write(entry(LogLevel::error));
  EXPECT_EQ(pipe_.written(), "01:02:03 error   Done {} count=3\n");
}

TEST_F(LogOutputTest, PutsLinesAboveTheDrawnOnesInOneWrite) {
  LogOutput output(pipe_.screen(), LogOutput::Form::text, LogLevel::debug);
  pipe_.screen().draw({"bar one", "bar two"});
  EXPECT_EQ(pipe_.written(), "bar one\nbar two");
  output.write(entry(LogLevel::info));
  EXPECT_EQ(pipe_.written(), "\r\x1b[1A\x1b[J01:02:03 info    Done {} count=3\nbar one\nbar two");
  pipe_.screen().draw({"bar two"});
  EXPECT_EQ(pipe_.written(), "\r\x1b[1A\x1b[Jbar two");
  pipe_.screen().draw({});
  EXPECT_EQ(pipe_.written(), "\r\x1b[J");
}

}  // namespace
}  // namespace mongokeep::cli
