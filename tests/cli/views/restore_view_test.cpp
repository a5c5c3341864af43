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
  EXPECT_THAT(text_of({failed("users"), failed("orders")}), EndsWith("\n0 documents were written; 2 collections failed.\n"));
}

TEST(RestoreView, CountsWhatCameBackInPart) {
  RestoredCollection part = restored("users", 2);
  part.refused = {"index mail_1: not supported"};
  EXPECT_THAT(text_of({part}), EndsWith("\n2 documents in 1 collection were written; 1 collection came back in part.\n"));
}

TEST(RestoreView, SaysWhatARehearsalWouldWrite) {
  EXPECT_THAT(text_of({restored("users", 1)}, true),
              EndsWith("\nNothing was changed: 1 document in 1 collection would be written.\n"));
}

TEST(RestoreView, CountsTheDocumentsThatAreNotShown) {
  RestoredCollection one = restored("users", 0);
  one.duplicates = 2;
  one.lost = {{7, "{}", "there is one"}};
  EXPECT_THAT(text_of({one}), HasSubstr("  shop.users: and 1 more document\n"));
  one.duplicates = 3;
  EXPECT_THAT(text_of({one}), HasSubstr("  shop.users: and 2 more documents\n"));
}

}  // namespace
}  // namespace mongokeep::cli
