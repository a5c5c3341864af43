#include "mongo/reading/shared_id.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "support/mongo_client.h"

namespace mongokeep::mongo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SharedIdTest : public testing::Test {
 protected:
  void give(const char* json) {
    const auto bytes = test::bson_from_json(json);
    shared_.give({bytes.data(), bytes.size()});
  }
  bool hold(const char* json) {
    const auto bytes = test::bson_from_json(json);
    return shared_.hold({bytes.data(), bytes.size()});
  }
  std::vector<std::string> take_new() {
    std::vector<std::string> texts;
    for (const auto& bytes : shared_.take_new()) texts.push_back(test::relaxed_json(bytes));
    return texts;
  }

  SharedId shared_;
};

TEST_F(SharedIdTest, LeavesOutTheOneThatWasGiven) {
  give(R"({"_id": 1})");
  give(R"({"_id": 2, "a": 1})");
  EXPECT_TRUE(hold(R"({"_id": 2, "a": 1})"));
  EXPECT_FALSE(hold(R"({"_id": 3})"));
  EXPECT_THAT(take_new(), IsEmpty());
}

TEST_F(SharedIdTest, GivesTheOtherOneOfTwo) {
  give(R"({"_id": 2, "a": 1})");
  for (const char* order : {"given first", "given last"}) {
    const bool is_first = std::string(order) == "given first";
    EXPECT_TRUE(hold(is_first ? R"({"_id": 2, "a": 1})" : R"({"_id": 2, "a": 2})")) << order;
    EXPECT_TRUE(hold(is_first ? R"({"_id": 2, "a": 2})" : R"({"_id": 2, "a": 1})")) << order;
    EXPECT_THAT(take_new(), ElementsAre(R"({ "_id" : 2, "a" : 2 })")) << order;
  }
}

TEST_F(SharedIdTest, LeavesOutOneThatWasChangedMeanwhile) {
  give(R"({"_id": 2, "a": 1})");
  EXPECT_TRUE(hold(R"({"_id": 2, "a": 7})"));
  EXPECT_THAT(take_new(), IsEmpty());
}

TEST_F(SharedIdTest, CountsEachThatWasGiven) {
  give(R"({"_id": 2, "a": 1})");
  give(R"({"_id": 2.0, "a": 2})");
  for (const char* json : {R"({"_id": 2, "a": 1})", R"({"_id": 2.0, "a": 2})", R"({"_id": 2, "a": 3})"}) {
    EXPECT_TRUE(hold(json));
  }
  EXPECT_THAT(take_new(), ElementsAre(R"({ "_id" : 2, "a" : 3 })"));
}

TEST_F(SharedIdTest, KnowsDocumentsThatAreEqualByTheirValues) {
  give(R"({"_id": {"a": 1}, "n": 1})");
  EXPECT_TRUE(hold(R"({"_id": {"a": 1.0}, "n": 2})"));
  EXPECT_TRUE(hold(R"({"_id": {"a": 1}, "n": 1})"));
  EXPECT_FALSE(hold(R"({"_id": {"a": 2}})"));
  EXPECT_THAT(take_new(), ElementsAre(R"({ "_id" : { "a" : 1.0 }, "n" : 2 })"));
}

TEST_F(SharedIdTest, HoldsAnewWhatComesAgain) {
  give(R"({"_id": 2, "a": 1})");
  EXPECT_TRUE(hold(R"({"_id": 2, "a": 1})"));
  shared_.forget_held();
  EXPECT_TRUE(hold(R"({"_id": 2, "a": 1})"));
  EXPECT_TRUE(hold(R"({"_id": 2, "a": 2})"));
  EXPECT_THAT(take_new(), ElementsAre(R"({ "_id" : 2, "a" : 2 })"));
}

TEST_F(SharedIdTest, StandsAtAnIdWhoseDocumentItHasNotSeen) {
  shared_.stand_at(test::bson_from_json(R"({"_id": 5})"));
  EXPECT_TRUE(hold(R"({"_id": 5, "a": 1})"));
  EXPECT_THAT(take_new(), IsEmpty()) << "if it is there, it was given";
  EXPECT_FALSE(hold(R"({"_id": 6})"));
}

TEST_F(SharedIdTest, TellsLargeDocumentsApartByTheirEnds) {
  const std::string large(100'000, 'x');
  const auto document = [&](const char* end) {
    return R"({"_id": 1, "t": ")" + large + R"(", "e": ")" + end + R"("})";
  };
  give(document("a").c_str());
  EXPECT_TRUE(hold(document("b").c_str()));
  EXPECT_TRUE(hold(document("a").c_str()));
  const std::vector<std::string> found = take_new();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found.front().ends_with(R"("e" : "b" })"));
}

}  // namespace
}  // namespace mongokeep::mongo
