#include "backup/shrinkage_watch.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::backup {
namespace {

using archive::Manifest;
using archive::Status;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

std::chrono::system_clock::time_point on_day(int day) {
  return std::chrono::system_clock::time_point(std::chrono::hours(24 * day));
}

constexpr int feb_20th = 19773;

/// A root with backups in it, and what the watch says of the one that was published last.
class ShrinkageWatch : public testing::Test {
 protected:
  /// A backup of `users` alone.
  static Manifest holding(std::uint64_t users, int day = feb_20th, const std::string& database = "shop") {
    Manifest manifest;
    manifest.tool = "mongokeep";
    manifest.server = "8.2.11";
    manifest.database = database;
    manifest.text_format = "canonical";
    manifest.started_at = manifest.finished_at = on_day(day);
    manifest.collections.emplace_back();
    archive::CollectionRecord& record = manifest.collections.back();
    record.name = "users";
    record.type = "collection";
    record.file = "users.json";
    record.documents = users;
    record.stored_bytes = 3;
    record.xxh3_128 = std::string(32, 'a');
    record.options = "{}";
    record.indexes = "[]";
    return manifest;
  }

  void add(const std::string& name, const Manifest& manifest) const {
    fs::create_directories(root_ / name);
    test::write_file(root_ / name / "users.json", "[]\n");
    test::write_file(root_ / name / "manifest.json", archive::to_text(manifest));
  }

  std::vector<std::string> warnings_after(const std::string& name, const Manifest& manifest) {
    add(name, manifest);
    entries_.clear();
    Log log([&](const LogEntry& entry) { entries_.push_back(entry); }, [] { return on_day(feb_20th); });
    return watch_for_shrinkage(settings_, manifest, root_ / name, log);
  }

  std::vector<std::string> messages() const {
    std::vector<std::string> messages;
    for (const LogEntry& entry : entries_) messages.push_back(entry.message);
    return messages;
  }

  test::TempDir temp_;
  fs::path root_ = temp_.path() / "backup";
  BackupSettings settings_;
  std::vector<LogEntry> entries_;
};

TEST_F(ShrinkageWatch, SaysWhatHasBecomeOfACollection) {
  add("19th_Feb_2024", holding(100, feb_20th - 1));
  EXPECT_THAT(warnings_after("20th_Feb_2024", holding(49)),
              ElementsAre("users has shrunk to 49 documents; it had 100 documents in 19th_Feb_2024."));
  ASSERT_THAT(messages(), ElementsAre("Collection has shrunk"));
  EXPECT_EQ(entries_[0].level, LogLevel::warning);
  EXPECT_EQ(to_json_line(entries_[0]),
            R"({"time":"2024-02-20T00:00:00.000Z","level":"warning","message":"Collection has shrunk",)"
            R"("collectionName":"users","documentCount":49,"previousDocumentCount":100,"previousBackup":")" +
                (root_ / "19th_Feb_2024").string() + "\"}");
}

TEST_F(ShrinkageWatch, SaysNothingWhereThereIsNothingOlder) {
  EXPECT_THAT(warnings_after("20th_Feb_2024", holding(0)), IsEmpty());
  EXPECT_THAT(messages(), IsEmpty());
}

TEST_F(ShrinkageWatch, TellsAnEmptiedOneAndOneThatIsGone) {
  add("19th_Feb_2024", holding(1, feb_20th - 1));
  EXPECT_THAT(warnings_after("20th_Feb_2024", holding(0)),
              ElementsAre("users came back empty; it had 1 document in 19th_Feb_2024."));
  EXPECT_THAT(messages(), ElementsAre("Collection came back empty"));
  fs::remove_all(root_ / "20th_Feb_2024");

  Manifest without = holding(0);
  without.collections.front().name = "people";
  EXPECT_THAT(warnings_after("20th_Feb_2024", without),
              ElementsAre("users is gone; it had 1 document in 19th_Feb_2024."));
  EXPECT_THAT(messages(), ElementsAre("Collection is gone"));
}

TEST_F(ShrinkageWatch, MissesNothingThatWasNotAskedFor) {
  add("19th_Feb_2024", holding(1, feb_20th - 1));
  Manifest without = holding(1);
  without.collections.front().name = "people";
  const auto warnings_with = [&](auto choose) {
    settings_ = {};
    choose(settings_);
    return warnings_after("20th_Feb_2024", without);
  };
  EXPECT_THAT(warnings_with([](BackupSettings& it) { it.models.add("Person"); }), IsEmpty());
  EXPECT_THAT(warnings_with([](BackupSettings& it) { it.collections = {"people"}; }), IsEmpty());
  EXPECT_THAT(warnings_with([](BackupSettings& it) { it.excluded_collections = {"users"}; }), IsEmpty());
  EXPECT_THAT(warnings_with([](BackupSettings& it) { it.included_namespaces = {"*.people"}; }), IsEmpty());
  EXPECT_THAT(warnings_with([](BackupSettings& it) { it.excluded_namespaces = {"*.users"}; }), IsEmpty());
  EXPECT_EQ(warnings_with([](BackupSettings&) {}).size(), 1U);
}

TEST_F(ShrinkageWatch, NamesTheDatabaseInABackupOfAll) {
  Manifest before = holding(10, feb_20th - 1, "");
  before.collections.front().database = "shop";
  add("19th_Feb_2024", before);
  Manifest now = holding(0, feb_20th, "");
  now.collections.front().database = "shop";
  EXPECT_THAT(warnings_after("20th_Feb_2024", now),
              ElementsAre("shop.users came back empty; it had 10 documents in 19th_Feb_2024."));
  ASSERT_EQ(entries_.size(), 1U);
  EXPECT_THAT(to_json_line(entries_[0]), HasSubstr(R"("collectionName":"users","database":"shop",)"));
}

TEST_F(ShrinkageWatch, ComparesWithTheNewestCompleteOneOfTheSameDatabase) {
  add("16th_Feb_2024", holding(1000, feb_20th - 4));
  add("17th_Feb_2024", holding(100, feb_20th - 3));
  Manifest partial = holding(500, feb_20th - 2);
  partial.status = Status::partial;
  add("18th_Feb_2024", partial);
  add("19th_Feb_2024", holding(500, feb_20th - 1, "blog"));
  add("19th_Feb_2024_140000", holding(500, feb_20th - 1, ""));
  EXPECT_THAT(warnings_after("20th_Feb_2024", holding(60)), IsEmpty());
  EXPECT_THAT(warnings_after("20th_Feb_2024_020000", holding(10)),
              ElementsAre(HasSubstr("it had 60 documents in 20th_Feb_2024.")));
  EXPECT_THAT(warnings_after("20th_Feb_2024_030000", holding(10)), IsEmpty()) << "once is enough";
}

TEST_F(ShrinkageWatch, IsNotBlindedByABackupFromTheFuture) {
  add("19th_Feb_2024", holding(100, feb_20th - 1));
  add("1st_Jan_2031", holding(10, 22280));
  EXPECT_THAT(warnings_after("20th_Feb_2024", holding(10)),
              ElementsAre(HasSubstr("it had 100 documents in 19th_Feb_2024")));
}

TEST_F(ShrinkageWatch, PassesOverWhatCannotBeReadAndSaysSoOnce) {
  add("17th_Feb_2024", holding(100, feb_20th - 3));
  add("18th_Feb_2024", holding(50, feb_20th - 2));
  add("19th_Feb_2024", holding(50, feb_20th - 1));
  test::write_file(root_ / "18th_Feb_2024" / "manifest.json", "{");
  fs::remove(root_ / "19th_Feb_2024" / "users.json");
  EXPECT_THAT(warnings_after("20th_Feb_2024", holding(10)),
              ElementsAre(HasSubstr("it had 100 documents in 17th_Feb_2024")));
  EXPECT_THAT(messages(), ElementsAre("Cannot compare with an older backup", "Collection has shrunk"));
  EXPECT_THAT(to_json_line(entries_[0]), HasSubstr("19th_Feb_2024\",\"error\":\"users.json is missing\""));
}

TEST_F(ShrinkageWatch, DoesNotFailWhereTheRootCannotBeRead) {
  const Manifest manifest = holding(10);
  Log log([&](const LogEntry& entry) { entries_.push_back(entry); }, [] { return on_day(feb_20th); });
  EXPECT_THAT(watch_for_shrinkage(settings_, manifest, root_ / "none" / "20th_Feb_2024", log), IsEmpty());
  EXPECT_THAT(messages(), ElementsAre("Cannot compare with older backups"));
  EXPECT_EQ(entries_[0].level, LogLevel::warning);
}

TEST_F(ShrinkageWatch, GoesBackAHundredFoldersAndNoFurther) {
  add("19th_Feb_2023", holding(100, feb_20th - 366));
  const auto add_others = [&](int count) {
    for (int number = 2; number < count + 2; ++number) {
      add("19th_Feb_2024_140000_" + std::to_string(number), holding(1, feb_20th - 1, "blog"));
    }
  };
  add_others(98);
  EXPECT_EQ(warnings_after("20th_Feb_2024", holding(10)).size(), 1U) << "itself, the others, and the one before";
  add_others(99);
  EXPECT_EQ(warnings_after("20th_Feb_2024", holding(10)).size(), 0U);
}

}  // namespace
}  // namespace mongokeep::backup
