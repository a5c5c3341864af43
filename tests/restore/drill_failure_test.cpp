#include "restore/drill_failure.h"

#include <gtest/gtest.h>

namespace mongokeep::restore {
namespace {

/// A drill of these collections in which everything came back.
DrillReport drill_of(const std::vector<std::string>& names) {
  DrillReport report;
  report.restored.folder = "/srv/backup/20th_Feb_2024";
  for (const std::string& name : names) {
    RestoredCollection& restored = report.restored.collections.emplace_back();
    restored.stored_collection = name;
    restored.type = "collection";
    report.compared.collections.emplace_back().stored_collection = name;
  }
  return report;
}

TEST(DrillFailure, IsNoneWhereEveryDocumentCameBack) {
  DrillReport report = drill_of({"shop.orders", "shop.users"});
  EXPECT_FALSE(drill_failure(report));
  EXPECT_TRUE(report.has_same_metadata());
  report.restored.collections[0].refused = {"an index"};
  EXPECT_FALSE(drill_failure(report)) << "no document is";
  EXPECT_FALSE(report.has_same_metadata());
}

TEST(DrillFailure, IsNoneForAViewOrWhatTheBackupDoesNotHave) {
  DrillReport report = drill_of({"shop.active", "shop.users"});
  report.restored.collections[0].type = "view";
  report.restored.collections[0].error = "there are no views here";
  report.restored.collections[1].is_stored = false;
  report.restored.collections[1].error = "its backup failed";
  EXPECT_FALSE(drill_failure(report));
  EXPECT_FALSE(report.has_same_metadata());
}

TEST(DrillFailure, IsDamageWhereADocumentIsNotAsItIsStored) {
  DrillReport report = drill_of({"shop.carts", "shop.items", "shop.orders", "shop.tags", "shop.users"});
  report.compared.collections[0].missing = 1;
  report.compared.collections[1].changed = 2;
  report.compared.collections[2].added = 3;
  report.restored.collections[4].invalid = 4;
  report.restored.collections[4].duplicates = 5;
  report.restored.collections[4].failed = 6;
  report.compared.collections[4].missing = 15;
  report.restored.collections[3].error = "the server went away";
  const Error error = drill_failure(report).value();
  EXPECT_EQ(error.kind(), ErrorKind::damaged);
  EXPECT_EQ(error.subject(), "/srv/backup/20th_Feb_2024");
  EXPECT_EQ(error.cause(), "shop.carts: 1 missing; shop.items: 2 changed; shop.orders: 3 added; and 1 more collection");
  report.compared.collections[1].changed = 0;
  EXPECT_EQ(drill_failure(report).value().cause(),
            "shop.carts: 1 missing; shop.orders: 3 added; shop.users: 15 refused, 15 missing");
}

TEST(DrillFailure, IsNotTheBackupsWhereACollectionWasGivenUp) {
  DrillReport report = drill_of({"shop.orders", "shop.users"});
  report.restored.collections[0].error = "not authorized";
  report.compared.collections[1].error = "the cursor is gone";
  const Error error = drill_failure(report).value();
  EXPECT_EQ(error.kind(), ErrorKind::server);
  EXPECT_EQ(error.cause(), "shop.orders: not authorized; shop.users: the cursor is gone");
}

}  // namespace
}  // namespace mongokeep::restore
