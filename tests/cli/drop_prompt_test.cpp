#include "cli/drop_prompt.h"

#include <gmock/gmock.h>

namespace mongokeep::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(DropPrompt, AsksForTheDatabaseOrTheHost) {
  DropQuestion question{"db1.example.com:27017, db2.example.com:27017", {{.target = "shop.users"}}};
  question.collections.push_back({.target = "shop.system.js"});
  EXPECT_EQ(wanted_answer(question), "shop");
  question.collections.push_back({.target = "crm.users"});
  EXPECT_EQ(wanted_answer(question), "db1.example.com");
  question.hosts = "[::1]:27017";
  EXPECT_EQ(wanted_answer(question), "[::1]");
  question.hosts = "cluster.example.com";
  EXPECT_EQ(wanted_answer(question), "cluster.example.com");
}

TEST(DropPrompt, ShowsTheLargestOfManyAndCountsTheRest) {
  DropQuestion question{"h:27017", {}};
  for (unsigned i = 1; i <= 1000; ++i) question.collections.push_back({"shop.c" + std::to_string(i), false, i, 7});
  const std::string text = drop_question_text(question);
  EXPECT_THAT(text, HasSubstr("shop.c1000"));
  EXPECT_THAT(text, HasSubstr("shop.c981 "));
  EXPECT_THAT(text, Not(HasSubstr("shop.c980 ")));
  EXPECT_THAT(text, HasSubstr("and 980 more collections with 480,690 documents"));
  EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 30);
}

TEST(DropPrompt, ShowsNamesSafely) {
  const std::string text = drop_question_text({"h:27017", {{"shop.a\x1b[2Jb", false, 1, 1}, {"shop.v", true, 0, 0}}});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("\\x1b[2Jb"));
  EXPECT_THAT(text, testing::ContainsRegex("shop.v +view"));
}

}  // namespace
}  // namespace mongokeep::cli
