#include "backup/shrinkage.h"

#include <gtest/gtest.h>

#include <limits>

namespace mongokeep::backup {
namespace {

using Kind = Shrinkage::Kind;

archive::CollectionRecord collection(const std::string& name, std::uint64_t documents) {
  archive::CollectionRecord record;
  record.name = name;
  record.type = "collection";
  record.file = name + ".json";
  record.documents = documents;
  return record;
}

archive::CollectionRecord failed(const std::string& name) {
  archive::CollectionRecord record;
  record.name = name;
  record.type = "collection";
  record.error = "not authorized";
  return record;
}

archive::CollectionRecord definition(const std::string& name) {
  archive::CollectionRecord record;
  record.name = name;
  record.type = "view";
  return record;
}

archive::CollectionRecord in(const std::string& database, archive::CollectionRecord record) {
  record.database = database;
  return record;
}

archive::Manifest holding(std::vector<archive::CollectionRecord> records) {
  archive::Manifest manifest;
  manifest.collections = std::move(records);
  return manifest;
}

/// What is found of one collection that had so many documents and now has so many.
std::vector<Shrinkage> of_one(std::uint64_t before, std::uint64_t now, int percent) {
  return shrunken(holding({collection("users", before)}), holding({collection("users", now)}), percent,
                  Scope::everything);
}

const std::vector<Shrinkage> nothing;

TEST(Shrinkage, IsALossOfMoreThanTheShare) {
  EXPECT_EQ(of_one(100, 50, 50), nothing) << "half is not more than half";
  EXPECT_EQ(of_one(100, 49, 50), (std::vector<Shrinkage>{{Kind::shrunk, "", "users", 49, 100}}));
  EXPECT_EQ(of_one(3, 2, 33), (std::vector<Shrinkage>{{Kind::shrunk, "", "users", 2, 3}}));
  EXPECT_EQ(of_one(3, 2, 34), nothing);
  EXPECT_EQ(of_one(100, 99, 1), nothing);
  EXPECT_EQ(of_one(100, 98, 1), (std::vector<Shrinkage>{{Kind::shrunk, "", "users", 98, 100}}));
  EXPECT_EQ(of_one(1000, 10, 99), nothing);
  EXPECT_EQ(of_one(1000, 9, 99), (std::vector<Shrinkage>{{Kind::shrunk, "", "users", 9, 1000}}));
}

TEST(Shrinkage, IsToBeEmptiedWhateverTheShare) {
  EXPECT_EQ(of_one(1, 0, 50), (std::vector<Shrinkage>{{Kind::emptied, "", "users", 0, 1}}));
  EXPECT_EQ(of_one(100, 0, 1), (std::vector<Shrinkage>{{Kind::emptied, "", "users", 0, 100}}));
  EXPECT_EQ(of_one(100, 0, 100), (std::vector<Shrinkage>{{Kind::emptied, "", "users", 0, 100}}));
  EXPECT_EQ(of_one(1000000, 1, 100), nothing) << "a share of all warns of emptied ones only";
}

TEST(Shrinkage, IsNeitherGrowthNorWhatWasAlwaysEmpty) {
  EXPECT_EQ(of_one(0, 0, 1), nothing);
  EXPECT_EQ(of_one(0, 5, 1), nothing);
  EXPECT_EQ(of_one(5, 5, 1), nothing);
  EXPECT_EQ(of_one(5, 500, 1), nothing);
}

TEST(Shrinkage, IsReckonedRightForTheLargestCounts) {
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(of_one(most, most, 1), nothing);
  EXPECT_EQ(of_one(1, most, 1), nothing);
  EXPECT_EQ(of_one(most, most / 4, 50), (std::vector<Shrinkage>{{Kind::shrunk, "", "users", most / 4, most}}));
  EXPECT_EQ(of_one(most, most / 4 * 3, 50), nothing);
}

TEST(Shrinkage, IsToBeGoneWhereEverythingWasAskedFor) {
  const archive::Manifest before = holding({collection("orders", 7), collection("users", 100)});
  const archive::Manifest now = holding({collection("users", 100)});
  EXPECT_EQ(shrunken(before, now, 50, Scope::everything), (std::vector<Shrinkage>{{Kind::gone, "", "orders", 0, 7}}));
  EXPECT_EQ(shrunken(before, now, 50, Scope::chosen), nothing) << "it may not have been asked for";
}

TEST(Shrinkage, IsNotToBeGoneForWhatHeldNothing) {
  EXPECT_EQ(shrunken(holding({collection("drafts", 0)}), holding({}), 50, Scope::everything), nothing);
}

TEST(Shrinkage, TakesARenamedCollectionForOneThatIsGone) {
  EXPECT_EQ(shrunken(holding({collection("users", 100)}), holding({collection("people", 100)}), 50, Scope::everything),
            (std::vector<Shrinkage>{{Kind::gone, "", "users", 0, 100}}));
  EXPECT_EQ(shrunken(holding({collection("users", 100)}), holding({collection("Users", 100)}), 50, Scope::everything),
            (std::vector<Shrinkage>{{Kind::gone, "", "users", 0, 100}}))
      << "names that differ by case are different names";
}

TEST(Shrinkage, SaysNothingOfACollectionThatFailedThenOrNow) {
  EXPECT_EQ(shrunken(holding({collection("users", 100)}), holding({failed("users")}), 50, Scope::everything), nothing);
  EXPECT_EQ(shrunken(holding({failed("users")}), holding({collection("users", 0)}), 50, Scope::everything), nothing);
  EXPECT_EQ(shrunken(holding({failed("users")}), holding({}), 50, Scope::everything), nothing);
}

TEST(Shrinkage, SaysNothingOfAViewsDefinition) {
  archive::CollectionRecord copied = collection("cheap", 10);
  copied.type = "view";
  EXPECT_EQ(shrunken(holding({copied}), holding({definition("cheap")}), 50, Scope::everything), nothing);
  EXPECT_EQ(shrunken(holding({definition("cheap")}), holding({}), 50, Scope::everything), nothing);
  EXPECT_EQ(shrunken(holding({copied}), holding({}), 50, Scope::everything),
            (std::vector<Shrinkage>{{Kind::gone, "", "cheap", 0, 10}}))
      << "its documents were stored";
}

TEST(Shrinkage, GoesForTimeSeriesAlike) {
  archive::CollectionRecord before = collection("weather", 10);
  before.type = "timeseries";
  archive::CollectionRecord now = before;
  now.documents = 0;
  EXPECT_EQ(shrunken(holding({before}), holding({now}), 50, Scope::everything),
            (std::vector<Shrinkage>{{Kind::emptied, "", "weather", 0, 10}}));
}

TEST(Shrinkage, TellsDatabasesApart) {
  const archive::Manifest before =
      holding({in("blog", collection("users", 10)), in("shop", collection("users", 100)), in("shop", failed("x"))});
  const archive::Manifest now = holding({in("blog", collection("users", 0)), in("shop", collection("users", 100))});
  EXPECT_EQ(shrunken(before, now, 50, Scope::everything),
            (std::vector<Shrinkage>{{Kind::emptied, "blog", "users", 0, 10}}));
}

TEST(Shrinkage, IsListedInTheOrderOfTheBackupBefore) {
  const archive::Manifest before = holding({collection("a", 1), collection("b", 10), collection("c", 1)});
  const archive::Manifest now = holding({collection("c", 0), collection("b", 2)});
  EXPECT_EQ(shrunken(before, now, 50, Scope::everything),
            (std::vector<Shrinkage>{
                {Kind::gone, "", "a", 0, 1}, {Kind::shrunk, "", "b", 2, 10}, {Kind::emptied, "", "c", 0, 1}}));
}

}  // namespace
}  // namespace mongokeep::backup
