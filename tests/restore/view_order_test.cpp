#include "restore/view_order.h"

#include <gmock/gmock.h>

#include <list>

#include "support/mongo_client.h"

namespace mongokeep::restore {
namespace {

using testing::ElementsAre;

class ViewOrder : public testing::Test {
 protected:
  void add(const std::string& name, const std::string& source, const std::string& database = "shop") {
    archive::CollectionRecord record;
    record.name = name;
    record.type = source.empty() ? "collection" : "view";
    records_.push_back(record);
    PlannedCollection planned{&records_.back(), {database, name}, {database, name}, {}};
    if (!source.empty())
      planned.metadata.options = test::bson_from_json("{\"viewOn\": \"" + source + "\", \"pipeline\": []}");
    plan_.push_back(std::move(planned));
  }

  std::vector<std::string> ordered() {
    order_views(plan_);
    std::vector<std::string> names;
    for (const PlannedCollection& one : plan_) names.push_back(one.source.collection);
    return names;
  }

  std::list<archive::CollectionRecord> records_;
  std::vector<PlannedCollection> plan_;
};

TEST_F(ViewOrder, PutsViewsBehindWhatTheyReadFrom) {
  add("a", "b");
  add("b", "z");
  add("c", "a");
  add("z", "");
  add("d", "b", "blog");
  EXPECT_THAT(ordered(), ElementsAre("z", "b", "a", "c", "d"));
}

TEST_F(ViewOrder, OfACircleLetsTheFirstOneWin) {
  add("a", "b");
  add("b", "c");
  add("c", "a");
  add("d", "d");
  EXPECT_THAT(ordered(), ElementsAre("c", "b", "a", "d"));
}

TEST_F(ViewOrder, OfAChainOfAnyLengthIsFound) {
  constexpr int length = 200'000;
  for (int number = 0; number < length; ++number) add("v" + std::to_string(number), "v" + std::to_string(number + 1));
  const std::vector<std::string> names = ordered();
  ASSERT_EQ(names.size(), length);
  EXPECT_EQ(names.front(), "v" + std::to_string(length - 1));
  EXPECT_EQ(names.back(), "v0");
}

}  // namespace
}  // namespace mongokeep::restore
