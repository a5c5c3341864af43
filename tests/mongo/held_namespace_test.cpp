#include "mongo/held_namespace.h"

#include <gmock/gmock.h>

namespace mongokeep::mongo {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

TEST(HeldNamespace, IsWhatAServerMayHave) {
  for (const Namespace& ns : std::vector<Namespace>{{"shop", "users"},
                                                    {"admin", "notes"},
                                                    {"shop", "system.js"},
                                                    {"shop", "systematic"},
                                                    {"shop", "a/b c:*?\"<>|%"},
                                                    {"shop", "a..b."},
                                                    {"a:b*<>|?", "é"},
                                                    {std::string(63, 'd'), std::string(191, 'c')}}) {
    EXPECT_EQ(why_never_held(ns), "") << ns.text();
  }
}

TEST(HeldNamespace, IsNothingOfTheServersOwn) {
  for (const Namespace& ns : std::vector<Namespace>{{"admin", "system.users"},
                                                    {"shop", "system.views"},
                                                    {"shop", "system.buckets.weather"},
                                                    {"shop", "system.js.more"},
                                                    {"config", "shards"},
                                                    {"local", "notes"}}) {
    EXPECT_TRUE(is_server_own(ns)) << ns.text();
    EXPECT_EQ(wrong_name(ns), "") << ns.text();
    EXPECT_THAT(why_never_held(ns), HasSubstr("the server's own")) << ns.text();
  }
}

TEST(HeldNamespace, IsNoNameThatMongoDBDoesNotAllow) {
  for (const Namespace& ns : std::vector<Namespace>{{"shop", ""},
                                                    {"shop", ".users"},
                                                    {"shop", "$cmd"},
                                                    {"shop", "users.$cmd.aggregate"},
                                                    {"shop", "a\0b"s},
                                                    {"shop", std::string(1020, 'c')},
                                                    {"", "users"},
                                                    {"$external", "users"},
                                                    {"a/b", "users"},
                                                    {"a\\b", "users"},
                                                    {"a.b", "users"},
                                                    {"a b", "users"},
                                                    {"a\"b", "users"},
                                                    {"a\0b"s, "users"},
                                                    {std::string(64, 'd'), "users"}}) {
    EXPECT_FALSE(is_server_own(ns)) << ns.text();
    EXPECT_NE(wrong_name(ns), "") << ns.text();
    EXPECT_EQ(why_never_held(ns), wrong_name(ns)) << ns.text();
  }
}

}  // namespace
}  // namespace mongokeep::mongo
