#include "cli/views/restore_view.h"

#include <gmock/gmock.h>

namespace mongokeep::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

RestoredCollection restored(const std::string& name, std::uint64_t inserted) {
  RestoredCollection one;
  one.stored_collection = one.target = "shop." + name;
  one.type = "collection";
  one.documents = one.inserted = inserted;
  return one;
}

RestoredCollection failed(const std::string& name) {
  RestoredCollection one = restored(name, 0);
  one.error = "not authorized";
  return one;
}

std::string text_of(std::vector<RestoredCollection> collections, bool is_dry_run = false) {
  RestoreReport report;
  report.collections = std::move(collections);
  report.is_dry_run = is_dry_run;
  return restore_text(report, std::nullopt);
}

TEST(RestoreView, CountsTheCollectionsThatGotDocuments) {
  EXPECT_THAT(text_of({restored("users", 1), failed("orders")}),
              EndsWith("\n1 document in 1 collection was written; 1 collection failed.\n"));
  EXPECT_THAT(text_of({restored("users", 1), restored("orders", 1234)}),
              EndsWith("\n1,235 documents in 2 collections were written.\n"));
  EXPECT_THAT(text_of({failed("users"), failed("orders")}),
              EndsWith("\n0 documents were written; 2 collections failed.\n"));
}

TEST(RestoreView, CountsWhatCameBackInPart) {
  RestoredCollection part = restored("users", 2);
  part.refused = {"index mail_1: not supported"};
  EXPECT_THAT(text_of({part}),
              EndsWith("\n2 documents in 1 collection were written; 1 collection was restored partially.\n"));
}

TEST(RestoreView, SaysWhatARehearsalWouldWrite) {
  EXPECT_THAT(text_of({restored("users", 1)}, true),
              EndsWith("\nDry run: 1 document in 1 collection would be written.\n"));
}

TEST(RestoreView, CountsTheDocumentsThatAreNotShown) {
  RestoredCollection one = restored("users", 0);
  one.duplicates = 2;
  one.lost = {{7, "{}", "there is one"}};
  EXPECT_THAT(text_of({one}), HasSubstr("  shop.users: and 1 more document\n"));
  one.duplicates = 3;
  EXPECT_THAT(text_of({one}), HasSubstr("  shop.users: and 2 more documents\n"));
}

TEST(RestoreView, GivesProgramsTheSameMembersWhateverHappened) {
  RestoreReport report;
  report.folder = "/srv/backup/20th_Feb_2024";
  report.collections = {restored("users", 3), failed("orders")};
  const Json json = report_json(report);
  EXPECT_EQ(json.dump(2), R"({
  "backupPath": "/srv/backup/20th_Feb_2024",
  "status": "partial",
  "dryRun": false,
  "warnings": [],
  "collections": [
    {
      "collectionName": "shop.users",
      "targetName": "shop.users",
      "type": "collection",
      "found": "nothing",
      "documentCount": 3,
      "insertedCount": 3,
      "replacedCount": 0,
      "presentCount": 0,
      "duplicateCount": 0,
      "invalidCount": 0,
      "failedCount": 0,
      "indexCount": 0,
      "leftOutIndexCount": 0,
      "refusals": [],
      "lostDocuments": [],
      "unconfirmed": null,
      "error": null
    },
    {
      "collectionName": "shop.orders",
      "targetName": "shop.orders",
      "type": "collection",
      "found": "nothing",
      "documentCount": 0,
      "insertedCount": 0,
      "replacedCount": 0,
      "presentCount": 0,
      "duplicateCount": 0,
      "invalidCount": 0,
      "failedCount": 0,
      "indexCount": 0,
      "leftOutIndexCount": 0,
      "refusals": [],
      "lostDocuments": [],
      "unconfirmed": null,
      "error": "not authorized"
    }
  ]
})");
}

}  // namespace
}  // namespace mongokeep::cli
