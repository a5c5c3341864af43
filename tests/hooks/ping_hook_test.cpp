#include "hooks/ping_hook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "hooks/log_record.h"
#include "mongokeep/version.h"
#include "support/certificates.h"
#include "support/child_process.h"
#include "support/http_receiver.h"
#include "support/loopback.h"
#include "support/temp_dir.h"

namespace mongokeep::hooks {
namespace {

using namespace std::chrono_literals;
using test::HttpAnswer;
using test::HttpReceiver;
using test::HttpRequest;
using testing::HasSubstr;
using testing::Not;

const Notice notice{Task::backup, Happening::failed, R"({"long":1})", R"({"short":1})"};
constexpr PingPatience patience{.limits = {}, .pauses = {1ms, 1ms}};

class PingHook : public testing::Test {
 protected:
  void SetUp() override { ::setenv("no_proxy", "127.0.0.1", 1); }
  void TearDown() override {
    EXPECT_THAT(record_.text(), Not(HasSubstr("secret")));
    ::unsetenv("no_proxy");
  }

  /// The one line that was logged.
  LogEntry tell(const std::string& address, const PingPatience& how = patience, const std::stop_token& stop = {}) {
    ping(PingAddress(address, "hooks.ping_url"), notice, HookLog(record_.log(), "hooks.ping_url", notice), how, stop);
    EXPECT_EQ(record_.entries().size(), 1U);
    return record_.entries().back();
  }

  LogRecord record_;
};

TEST_F(PingHook, PostsTheShortReport) {
  const HttpReceiver receiver;
  const LogEntry line = tell(receiver.address("/secret?id=1"));
  EXPECT_EQ(line.level, LogLevel::debug);
  EXPECT_EQ(line.message, "Hook succeeded");
  EXPECT_EQ(text_field(line, "server"), "http://127.0.0.1");

  ASSERT_EQ(receiver.requests().size(), 1U);
  const HttpRequest request = receiver.requests().front();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/secret/fail?id=1");
  EXPECT_EQ(request.headers.at("content-type"), "application/json");
  EXPECT_EQ(request.headers.at("user-agent"), "mongokeep/" + std::string(version()));
  EXPECT_EQ(request.body, notice.short_report);
}

TEST_F(PingHook, TakesAny2xx) {
  const HttpReceiver receiver{{.status = 204}};
  EXPECT_EQ(tell(receiver.address("/secret")).level, LogLevel::debug);
}

TEST_F(PingHook, TriesAgainWhenTheServerFails) {
  const HttpReceiver receiver{{.status = 503}, {.status = 500}};
  const LogEntry line = tell(receiver.address("/secret"));
  EXPECT_EQ(line.level, LogLevel::debug);
  EXPECT_EQ(number_field(line, "tries"), 3);
  EXPECT_EQ(receiver.requests().size(), 3U);
}

TEST_F(PingHook, GivesUpAfterThreeTries) {
  const HttpReceiver receiver{{.status = 503}, {.status = 503}, {.status = 502}};
  const LogEntry line = tell(receiver.address("/secret"));
  EXPECT_EQ(line.level, LogLevel::warning);
  EXPECT_EQ(line.message, "Hook failed");
  EXPECT_EQ(text_field(line, "hook"), "hooks.ping_url");
  EXPECT_EQ(text_field(line, "error"), "the server answered with status 502");
  EXPECT_EQ(receiver.requests().size(), 3U);
}

TEST_F(PingHook, DoesNotRepeatWhatIsRefused) {
  const HttpReceiver receiver{{.status = 404, .body = "no such check: secret"}};
  const LogEntry line = tell(receiver.address("/secret"));
  EXPECT_EQ(line.level, LogLevel::warning);
  EXPECT_EQ(text_field(line, "error"), "the server answered with status 404");
  EXPECT_EQ(receiver.requests().size(), 1U);
}

TEST_F(PingHook, TriesAgainWhenTheNetworkFails) {
  const HttpReceiver receiver{{.manner = HttpAnswer::Manner::close}};
  EXPECT_EQ(tell(receiver.address("/secret")).level, LogLevel::debug);
  EXPECT_EQ(receiver.requests().size(), 2U);
}

TEST_F(PingHook, SaysThatNobodyListens) {
  const LogEntry line = tell("http://127.0.0.1:" + std::to_string(test::unused_port()) + "/secret");
  EXPECT_EQ(line.level, LogLevel::warning);
  // In the words of Debian 12's libcurl, or of Debian 13's.
  EXPECT_THAT(text_field(line, "error"), testing::AnyOf("Couldn't connect to server", "Could not connect to server"));
  EXPECT_EQ(text_field(line, "server"), "http://127.0.0.1");
  EXPECT_EQ(number_field(line, "tries"), 3);
}

TEST_F(PingHook, WaitsForAnAnswerForSoLong) {
  const HttpAnswer hang{.manner = HttpAnswer::Manner::hang};
  const HttpReceiver receiver{hang, hang, hang};
  PingPatience little = patience;
  little.limits.whole = 50ms;
  const LogEntry line = tell(receiver.address("/secret"), little);
  EXPECT_EQ(line.level, LogLevel::warning);
  EXPECT_EQ(text_field(line, "error"), "Timeout was reached");
}

TEST_F(PingHook, KeepsThePostAcrossRedirects) {
  for (const int status : {301, 302, 303, 307, 308}) {
    const HttpReceiver receiver{{.status = status, .headers = {{"Location", "/secret/elsewhere"}}}};
    LogRecord record;
    ping(PingAddress(receiver.address("/secret"), ""), notice, HookLog(record.log(), "", notice), patience, {});
    EXPECT_EQ(record.entries().front().level, LogLevel::debug) << status;
    ASSERT_EQ(receiver.requests().size(), 2U);
    EXPECT_EQ(receiver.requests().back().method, "POST");
    EXPECT_EQ(receiver.requests().back().target, "/secret/elsewhere");
    EXPECT_EQ(receiver.requests().back().body, notice.short_report);
  }
}

TEST_F(PingHook, FollowsThreeRedirects) {
  const HttpAnswer again{.status = 307, .headers = {{"Location", "/secret/again"}}};
  const HttpReceiver receiver{again, again, again, again};
  const LogEntry line = tell(receiver.address("/secret"));
  EXPECT_EQ(line.level, LogLevel::warning);
  EXPECT_EQ(receiver.requests().size(), 4U);
}

TEST_F(PingHook, IsNotLedElsewhereThanToHttp) {
  for (const char* const location : {"file:///etc/secret", "ftp://127.0.0.1/secret", "gopher://127.0.0.1/secret"}) {
    const HttpReceiver receiver{{.status = 302, .headers = {{"Location", location}}}};
    LogRecord record;
    ping(PingAddress(receiver.address("/secret"), ""), notice, HookLog(record.log(), "", notice), patience, {});
    EXPECT_EQ(record.entries().front().level, LogLevel::warning) << location;
    EXPECT_THAT(record.text(), Not(HasSubstr("secret")));
    EXPECT_EQ(receiver.requests().size(), 1U);
  }
}

TEST_F(PingHook, ReadsNoMoreOfAnAnswerThanItMust) {
  std::string large = "secret";
  large.resize(10000000, 'x');
  const HttpReceiver receiver{{.status = 200, .body = large}};
  EXPECT_EQ(tell(receiver.address("/secret")).level, LogLevel::debug);
  EXPECT_EQ(receiver.requests().size(), 1U);
}

TEST_F(PingHook, TrustsNoCertificateOfAnUnknownAuthority) {
  const test::TempDir folder;
  const test::Certificates certificates(folder.path());
  const std::string place = "127.0.0.1:" + std::to_string(test::unused_port());
  test::ChildSettings settings;
  settings.command = {"/usr/bin/openssl",
                      "s_server",
                      "-www",
                      "-accept",
                      place,
                      "-cert",
                      certificates.server_certificate(),
                      "-key",
                      certificates.server_key()};
  test::ChildProcess server(settings);
  server.await_output("ACCEPT", 1min);

  const LogEntry line = tell("https://" + place + "/secret");
  EXPECT_EQ(line.level, LogLevel::warning);
  EXPECT_EQ(text_field(line, "server"), "https://127.0.0.1");
  EXPECT_EQ(text_field(line, "error"), "SSL peer certificate or SSH remote key was not OK");
  EXPECT_EQ(number_field(line, "tries"), 1);
}

TEST_F(PingHook, EndsWithAStopWhileItWaitsForAnAnswer) {
  HttpReceiver receiver{{.manner = HttpAnswer::Manner::hang}};
  std::stop_source stop;
  PingPatience much = patience;
  much.limits.whole = 1h;
  std::thread thread([&] {
    const LogEntry line = tell(receiver.address("/secret"), much, stop.get_token());
    EXPECT_EQ(line.level, LogLevel::warning);
    EXPECT_EQ(text_field(line, "error"), "mongokeep is stopping");
  });
  receiver.await_requests(1);
  stop.request_stop();
  thread.join();
}

TEST_F(PingHook, EndsWithAStopBetweenTries) {
  HttpReceiver receiver{{.status = 500}};
  std::stop_source stop;
  std::thread thread([&] {
    const LogEntry line = tell(receiver.address("/secret"), {.limits = {}, .pauses = {1h, 1h}}, stop.get_token());
    EXPECT_EQ(line.level, LogLevel::warning);
  });
  receiver.await_requests(1);
  stop.request_stop();
  thread.join();
  EXPECT_EQ(receiver.requests().size(), 1U);
}

TEST_F(PingHook, AfterAStopAsksNobody) {
  const HttpReceiver receiver;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(tell(receiver.address("/secret"), patience, stop.get_token()).level, LogLevel::warning);
  EXPECT_TRUE(receiver.requests().empty());
}

}  // namespace
}  // namespace mongokeep::hooks
