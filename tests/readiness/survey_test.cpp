#include "readiness/survey.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "support/no_threads.h"

namespace mongokeep::readiness {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr auto long_enough = 60s;

std::vector<std::string> lines_of(const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  for (const Finding& one : findings) {
    lines.push_back(std::to_string(static_cast<int>(one.verdict)) + " " + one.finding);
  }
  return lines;
}

/// What a look hangs at until this goes.
class Gate {
 public:
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_open_; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_open_ = false;
};

TEST(Survey, HasFindingsByTopicWhoeverIsFirst) {
  const std::vector<Look> looks = {
      {"one", {Topic::root}, [](Findings& f, const std::stop_token&) { f.add(Topic::root, Verdict::ok, "root"); }},
      {"two",
       {Topic::server, Topic::clock},
       [](Findings& f, const std::stop_token&) {
         f.add(Topic::clock, Verdict::ok, "clock");
         f.add(Topic::server, Verdict::warning, "server");
       }},
  };
  EXPECT_THAT(lines_of(survey(looks, long_enough, {})), ElementsAre("2 server", "0 clock", "0 root"));
}

TEST(Survey, TellsWhatThrowsOfTheFirstThingThatIsMissing) {
  const std::vector<Look> looks = {
      {"the server",
       {Topic::server, Topic::database, Topic::rights},
       [](Findings& f, const std::stop_token&) {
         f.add(Topic::server, Verdict::ok, "there");
         throw Error(ErrorKind::server, "list", "it", "no reason", "Do something");
       }},
      {"the disk", {Topic::root}, [](Findings&, const std::stop_token&) { throw std::runtime_error("out of luck"); }},
  };
  EXPECT_THAT(lines_of(survey(looks, long_enough, {})),
              ElementsAre("0 there", "3 cannot list it: no reason", "1 not checked: the server cannot be used",
                          "3 out of luck"));
}

TEST(Survey, DoesNotWaitForWhatHangs) {
  const auto gate = std::make_shared<Gate>();
  const std::vector<Look> looks = {
      {"the server",
       {Topic::server},
       [](Findings& f, const std::stop_token&) { f.add(Topic::server, Verdict::ok, "there"); }},
      {"the disk",
       {Topic::root, Topic::backups},
       [gate](Findings& f, const std::stop_token&) {
         gate->wait();
         f.add(Topic::root, Verdict::ok, "too late");
       }},
  };
  EXPECT_THAT(lines_of(survey(looks, 500ms, {})), ElementsAre("0 there", "3 no answer from the disk within 0.5 s",
                                                              "1 not checked: the disk does not answer"));
  gate->open();
}

TEST(Survey, TellsWhereNoThreadIsToBeHad) {
  const std::vector<Look> looks = {
      {"the disk",
       {Topic::root, Topic::backups},
       [](Findings& f, const std::stop_token&) { f.add(Topic::root, Verdict::ok, "there"); }},
  };
  const test::NoThreads none;
  EXPECT_THAT(lines_of(survey(looks, long_enough, {})),
              ElementsAre("3 cannot look at the disk: no thread can be started: Resource temporarily unavailable",
                          "1 not checked: no thread can be started"));
}

TEST(Survey, EndsAtOnceByAStop) {
  const auto gate = std::make_shared<Gate>();
  const auto begun = std::make_shared<Gate>();
  const std::vector<Look> looks = {{"the disk", {Topic::root}, [=](Findings&, const std::stop_token&) {
                                      begun->open();
                                      gate->wait();
                                    }}};
  std::stop_source stop;
  std::jthread stopping([&] {
    begun->wait();
    stop.request_stop();
  });
  try {
    survey(looks, long_enough, stop.get_token());
    ADD_FAILURE() << "it was not stopped";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::stopped);
  }
  gate->open();
  EXPECT_THROW(survey({}, long_enough, stop.get_token()), Error);
}

TEST(Report, IsAsBadAsItsWorstFinding) {
  ReadinessReport report;
  EXPECT_EQ(report.verdict(), Verdict::ok);
  report.findings.push_back({Topic::rights, Verdict::unknown, "", ""});
  EXPECT_EQ(report.verdict(), Verdict::ok);
  report.findings.push_back({Topic::hooks, Verdict::warning, "", ""});
  EXPECT_EQ(report.verdict(), Verdict::warning);
  EXPECT_TRUE(report.is_ready());
  report.findings.push_back({Topic::root, Verdict::failed, "", ""});
  report.findings.push_back({Topic::hooks, Verdict::warning, "", ""});
  EXPECT_EQ(report.verdict(), Verdict::failed);
  EXPECT_FALSE(report.is_ready());
}

}  // namespace
}  // namespace mongokeep::readiness
