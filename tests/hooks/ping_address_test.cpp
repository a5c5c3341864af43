#include "hooks/ping_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mongokeep/error.h"

namespace mongokeep::hooks {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Told {
  std::string address;
  std::string start;
  std::string fail;
};

TEST(PingAddress, GetsTheEventBehindItsPath) {
  for (const Told& told : {
           Told{"https://h.example/u-1", "https://h.example/u-1/start", "https://h.example/u-1/fail"},
           Told{"https://h.example/u-1/", "https://h.example/u-1/start", "https://h.example/u-1/fail"},
           Told{"http://h.example", "http://h.example/start", "http://h.example/fail"},
           Told{"http://h.example:8000/a/b?rid=1/2&x", "http://h.example:8000/a/b/start?rid=1/2&x",
                "http://h.example:8000/a/b/fail?rid=1/2&x"},
           Told{"https://h.example?key=1", "https://h.example/start?key=1", "https://h.example/fail?key=1"},
           Told{"https://u:p%40@h.example/a%2Fb", "https://u:p%40@h.example/a%2Fb/start",
                "https://u:p%40@h.example/a%2Fb/fail"},
           Told{"https://[::1]:8000/u", "https://[::1]:8000/u/start", "https://[::1]:8000/u/fail"},
       }) {
    const PingAddress address(told.address, "hooks.ping_url");
    EXPECT_EQ(address.told_of(Happening::started), told.start);
    EXPECT_EQ(address.told_of(Happening::succeeded), told.address) << "as it was given";
    EXPECT_EQ(address.told_of(Happening::failed), told.fail);
  }
}

TEST(PingAddress, ShowsItsServerOnly) {
  EXPECT_EQ(PingAddress("https://user:pass@hc.example:444/secret?key=secret", "").server(), "https://hc.example");
  EXPECT_EQ(PingAddress("HTTP://[::1]/secret", "").server(), "http://[::1]");
}

TEST(PingAddress, IsHttpWithAHost) {
  for (const std::string& text :
       {std::string("ftp://h.example/secret"), std::string("file:///secret"), std::string("h.example/secret"),
        std::string("https:h.example/secret"), std::string("https:/h.example/secret"), std::string("https:///secret"),
        std::string("https://"), std::string("https://?secret"), std::string("http://:80/secret"),
        std::string("http://u@/secret"), std::string("http://h.example:port/secret"),
        std::string("http://h.exam ple/secret"), std::string("http://h.example/se cret"),
        std::string("http://h.example/secret\n"), std::string("http://h.example\0/secret", 24), std::string(" ")}) {
    try {
      const PingAddress taken(text, "hooks.ping_url");
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::configuration) << text;
      EXPECT_THAT(error.what(), HasSubstr("hooks.ping_url"));
      EXPECT_THAT(error.what(), Not(HasSubstr("secret")));
    }
  }
}

}  // namespace
}  // namespace mongokeep::hooks
