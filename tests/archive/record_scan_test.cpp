#include "archive/record_scan.h"

#include <gmock/gmock.h>

#include "archive/inspection.h"
#include "archive/listing.h"
#include "archive/sample_manifest.h"
#include "base/files/directory.h"
#include "mongokeep/error.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::archive {
namespace {

Manifest manifest_of(std::size_t collections) {
  Manifest manifest = sample_manifest();
  for (std::size_t number = 0; number < collections; ++number) {
    CollectionRecord record;
    record.name = "c" + std::to_string(number) + R"(", "documents": 9 })";
    record.type = "collection";
    record.options = R"({"validator":{"a":{"$gte":{"$numberInt":"1"}}}})";
    record.indexes = R"([{"v":{"$numberInt":"2"},"key":{"_id":{"$numberInt":"1"}},"name":"_id_"}])";
    if (number % 5 == 4) {
      record.error = "gone";
    } else {
      record.file = "c" + std::to_string(number) + ".json";
      record.documents = number * 7;
      record.bson_bytes = number * 1000;
      record.stored_bytes = 3;
      record.xxh3_128 = "0123456789abcdef0123456789abcdef";
    }
    manifest.collections.push_back(record);
  }
  return manifest;
}

std::optional<BriefManifest> brief(const std::string& text, std::size_t* files = nullptr) {
  return scan_manifest(text, [&](std::string_view, std::uint64_t) {
    if (files != nullptr) ++*files;
  });
}

TEST(BriefManifest, WantsAChecksumForEachFileAsTheWholeOneDoes) {
  for (const char* checksum : {"", "0", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdef0"}) {
    Manifest manifest = manifest_of(2);
    manifest.collections.back().xxh3_128 = checksum;
    const std::string text = to_text(manifest);
    EXPECT_FALSE(brief(text)) << checksum;
    EXPECT_THROW(parse_manifest(text, "manifest.json"), Error) << checksum;
  }
}

TEST(BriefManifest, ComesToTheSameAsTheWholeOne) {
  for (const std::size_t collections : {1U, 23U}) {
    const Manifest whole = manifest_of(collections);
    std::size_t files = 0;
    const auto found = brief(to_text(whole), &files);
    ASSERT_TRUE(found) << collections;
    const Totals expected = totals_of(whole);
    EXPECT_EQ(found->totals.collections, expected.collections);
    EXPECT_EQ(found->totals.failed, expected.failed);
    EXPECT_EQ(found->totals.documents, expected.documents);
    EXPECT_EQ(found->totals.bson_bytes, expected.bson_bytes);
    EXPECT_EQ(files, expected.collections - expected.failed);
    EXPECT_EQ(found->manifest.database, "shop");
    EXPECT_EQ(found->manifest.started_at, whole.started_at);
    EXPECT_TRUE(found->manifest.collections.empty());
  }
}

TEST(BriefManifest, IsNoneOfATextThatIsLaidOutOtherwise) {
  const std::string text = to_text(manifest_of(3));
  EXPECT_FALSE(brief("{}"));
  EXPECT_FALSE(brief(""));
  std::string indented = text;
  indented.insert(indented.find("      \"name\""), " ");
  EXPECT_FALSE(brief(indented));
  std::string folded = text;
  const std::size_t at = folded.find("\n      \"type\"");
  folded.replace(at, 1, " ");
  EXPECT_FALSE(brief(folded)) << "what is left is not what the checksum is of";
}

TEST(BriefManifest, IsAsStrictAboutTheChecksum) {
  std::string text = to_text(manifest_of(3));
  text.replace(text.find("\"documents\": 7"), 14, "\"documents\": 8");
  EXPECT_FALSE(brief(text));
}

/// A root with one backup, as it was made.
class BriefListing : public testing::Test {
 protected:
  BriefListing() {
    std::filesystem::create_directory(folder_);
    for (const CollectionRecord& record : manifest_.collections) {
      if (!record.file.empty()) test::write_file(folder_ / record.file, "[]\n");
    }
    test::write_file(folder_ / Manifest::file_name, to_text(manifest_));
  }
  void expect_the_same() const {
    const auto whole = list_backups(temp_.path());
    const auto brief = list_backups(temp_.path(), Look::brief);
    ASSERT_EQ(whole.size(), 1U);
    ASSERT_EQ(brief.size(), 1U);
    EXPECT_EQ(brief[0].state, whole[0].state);
    EXPECT_EQ(brief[0].problem, whole[0].problem);
    EXPECT_EQ(brief[0].stored_bytes, whole[0].stored_bytes);
    EXPECT_EQ(brief[0].files, whole[0].files);
    EXPECT_EQ(brief[0].stranger, whole[0].stranger);
    EXPECT_EQ(brief[0].totals.documents, whole[0].totals.documents);
    EXPECT_EQ(brief[0].totals.failed, whole[0].totals.failed);
    EXPECT_EQ(brief[0].manifest.has_value(), whole[0].manifest.has_value());
  }

  test::TempDir temp_;
  std::filesystem::path folder_ = temp_.path() / "20th_Feb_2024";
  Manifest manifest_ = manifest_of(12);
};

TEST_F(BriefListing, SaysTheSameOfASoundBackup) {
  expect_the_same();
  EXPECT_EQ(list_backups(temp_.path(), Look::brief)[0].state, BackupState::complete);
}

TEST_F(BriefListing, SaysTheSameWhereAFileIsMissingOrOfAnotherLength) {
  test::write_file(folder_ / "c3.json", "[]");
  expect_the_same();
  EXPECT_EQ(list_backups(temp_.path(), Look::brief)[0].state, BackupState::damaged);
  std::filesystem::remove(folder_ / "c3.json");
  expect_the_same();
  std::filesystem::create_symlink("c2.json", folder_ / "c3.json");
  expect_the_same();
}

TEST_F(BriefListing, SaysTheSameWhereSomethingElseLiesThere) {
  test::write_file(folder_ / "notes.txt", "x");
  expect_the_same();
  std::filesystem::create_directory(folder_ / "more");
  expect_the_same();
}

TEST_F(BriefListing, SaysTheSameOfAManifestThatWasChanged) {
  std::string text = to_text(manifest_);
  text.replace(text.find("shop"), 4, "shap");
  test::write_file(folder_ / Manifest::file_name, text);
  expect_the_same();
  test::write_file(folder_ / Manifest::file_name, "");
  expect_the_same();
}

}  // namespace
}  // namespace mongokeep::archive
