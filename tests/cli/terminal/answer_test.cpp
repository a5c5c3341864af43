#include "cli/terminal/answer.h"

#include <gtest/gtest.h>

namespace mongokeep::cli {
namespace {

const Error broken(ErrorKind::storage, "open the backup root", "/srv/backup", "no such folder", "Give it with --root");

TEST(Answer, IsWhatWasGivenWithANullErrorWhereAllIsWell) {
  Answer answer;
  answer.give({{"fileCount", 2}});
  EXPECT_EQ(answer.document(std::nullopt, 0)->dump(), R"({"fileCount":2,"error":null})");
}

TEST(Answer, IsWhatWasFoundBeforeTheErrorAndTheError) {
  Answer answer;
  answer.give({{"fileCount", 1}});
  answer.give({{"fileCount", 2}});
  EXPECT_EQ(answer.document(broken, 1)->dump(),
            R"({"fileCount":2,"error":{"kind":"storage","operation":"open the backup root","subject":"/srv/backup",)"
            R"("cause":"no such folder","hint":"Give it with --root","exitCode":1}})");
}

TEST(Answer, IsTheErrorAloneWhereNothingWasFound) {
  const Error bare(ErrorKind::usage, "show a backup", "", "none is named");
  EXPECT_EQ(Answer().document(bare, 2)->dump(),
            R"({"error":{"kind":"usage","operation":"show a backup","subject":null,"cause":"none is named",)"
            R"("hint":null,"exitCode":2}})");
}

TEST(Answer, KeepsTheErrorWhereAReportHasIt) {
  Answer answer;
  answer.give({{"status", "failed"}, {"error", {{"kind", "storage"}}}, {"documentCount", 0}});
  const Json json = *answer.document(broken, 1);
  EXPECT_EQ(json.size(), 3U);
  EXPECT_EQ(json.at("error").at("exitCode"), 1);
  EXPECT_EQ(answer.document(std::nullopt, 0)->at("error"), nullptr);
}

TEST(Answer, IsAListOrAnErrorAndNeverHalfAList) {
  Answer answer;
  answer.give(Json::array({1, 2}));
  EXPECT_EQ(answer.document(std::nullopt, 0)->dump(), "[1,2]");
  EXPECT_EQ(answer.document(broken, 1)->size(), 1U);
}

TEST(Answer, IsNothingWhereAHelpTextWasAskedFor) {
  EXPECT_FALSE(Answer().document(std::nullopt, 0));
}

}  // namespace
}  // namespace mongokeep::cli
