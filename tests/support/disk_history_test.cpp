#include "support/disk_history.h"

#include <gmock/gmock.h>

#include <stdexcept>

#include "support/byte_ranges.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Records of calls, as preload/disk_recorder.cpp writes them; `|` stands for the tab.
class DiskHistoryTest : public testing::Test {
 protected:
  static std::vector<std::string> breaches_of(std::string record) {
    std::replace(record.begin(), record.end(), '|', '\t');
    return DiskHistory(record).breaches();
  }
  /// The record without the line that is this one.
  static std::string without(const std::string& line, std::string record) {
    const std::size_t at = record.find(line + "\n");
    if (at == std::string::npos) throw std::logic_error("not in the record: " + line);
    return record.erase(at, line.size() + 1);
  }

  const std::string backup_ =
      "make|root|day|folder|/r/.day.partial\n"
      "make|day|f|file|/r/.day.partial/.u.json.part\n"
      "write|f|0|5|/r/.day.partial/.u.json.part\n"
      "sync|f|/r/.day.partial/.u.json.part\n"
      "drop|f|0|0|/r/.day.partial/.u.json.part\n"
      "read|f|0|5|/r/.day.partial/.u.json.part\n"
      "rename|day|f|file|5|/r/.day.partial/.u.json.part|/r/.day.partial/u.json\n"
      "sync|day|/r/.day.partial\n"
      "rename|root|day|folder|0|/r/.day.partial|/r/day\n"
      "sync|root|/r\n";
  const std::string clean_up_ =
      "rename|root|day|folder|0|/r/day|/r/.deleting-day\n"
      "sync|root|/r\n"
      "remove|day|file|/r/.deleting-day/u.json\n"
      "remove|root|folder|/r/.deleting-day\n"
      "sync|root|/r\n";
  const std::string rewrap_ =
      "make|root|new|folder|/r/.day.partial\n"
      "make|new|f|file|/r/.day.partial/f\n"
      "sync|f|/r/.day.partial/f\n"
      "sync|new|/r/.day.partial\n"
      "touch|new|/r/.day.partial\n"
      "sync|new|/r/.day.partial\n"
      "exchange|root|new|folder|0|/r/.day.partial|/r/day\n"
      "sync|root|/r\n"
      "remove|old|file|/r/.day.partial/u.json\n"
      "remove|root|folder|/r/.day.partial\n";
};

TEST_F(DiskHistoryTest, OfWhatIsDoneInOrderHasNoBreaches) {
  EXPECT_THAT(breaches_of(backup_), IsEmpty());
  EXPECT_THAT(breaches_of(clean_up_), IsEmpty());
  EXPECT_THAT(breaches_of(rewrap_), IsEmpty());
  EXPECT_THAT(breaches_of("make|root|l|file|/r/.lock\n"), IsEmpty());
}

TEST_F(DiskHistoryTest, FindsAFileThatIsNotSynced) {
  EXPECT_THAT(breaches_of(without("sync|f|/r/.day.partial/.u.json.part", backup_)),
              ElementsAre("/r/.day.partial/u.json was named before it was synced",
                          "/r/.day.partial/u.json was named before all of it was read back from the disk",
                          "/r/day was named before /r/.day.partial/u.json was synced",
                          "/r/day/u.json was not synced in the end"));
}

TEST_F(DiskHistoryTest, FindsAFileThatIsReadFromMemoryOrNotToItsEnd) {
  const std::string found = "/r/.day.partial/u.json was named before all of it was read back from the disk";
  EXPECT_THAT(breaches_of(without("drop|f|0|0|/r/.day.partial/.u.json.part", backup_)), ElementsAre(found));
  EXPECT_THAT(breaches_of(without("read|f|0|5|/r/.day.partial/.u.json.part", backup_)), ElementsAre(found));
  std::string shorter = backup_;
  shorter.replace(shorter.find("read|f|0|5"), 10, "read|f|0|4");
  EXPECT_THAT(breaches_of(shorter), ElementsAre(found));
}

TEST_F(DiskHistoryTest, FindsWhatIsWrittenTooLate) {
  std::string late = backup_;
  const std::string named = "rename|day|f|file|5|/r/.day.partial/.u.json.part|/r/.day.partial/u.json\n";
  late.insert(late.find(named) + named.size(), "write|f|0|1|/r/.day.partial/u.json\nsync|f|/r/.day.partial/u.json\n");
  EXPECT_THAT(breaches_of(late), ElementsAre("/r/.day.partial/u.json was written to though it had its name"));
}

TEST_F(DiskHistoryTest, FindsFoldersThatAreNotSynced) {
  EXPECT_THAT(breaches_of(without("sync|day|/r/.day.partial", backup_)),
              ElementsAre("/r/day was named before /r/.day.partial was synced", "/r/day was not synced in the end"));
  EXPECT_THAT(breaches_of(without("sync|root|/r", backup_)), ElementsAre("/r was not synced in the end"));
  const std::string sync = "sync|new|/r/.day.partial";
  EXPECT_THAT(breaches_of(without(sync, without(sync, rewrap_))),
              ElementsAre("/r/day was named before /r/.day.partial was synced", "/r/day was not synced in the end"));
}

TEST_F(DiskHistoryTest, FindsATimeThatIsNotSynced) {
  EXPECT_THAT(breaches_of("sync|day|/r/day\ntouch|day|/r/day\n"), ElementsAre("/r/day was not synced in the end"));
}

TEST_F(DiskHistoryTest, FindsWhatIsRemovedTooSoon) {
  EXPECT_THAT(breaches_of(without("sync|root|/r", clean_up_)),
              ElementsAre("/r/.deleting-day/u.json was removed before its root was synced",
                          "/r/.deleting-day was removed before its root was synced"));
  EXPECT_THAT(breaches_of(without("sync|root|/r", rewrap_)),
              ElementsAre("/r/.day.partial/u.json was removed before its root was synced",
                          "/r/.day.partial was removed before its root was synced", "/r was not synced in the end"));
  EXPECT_THAT(breaches_of("remove|old|file|/r/.day.partial/u.json\n"),
              ElementsAre("/r/.day.partial/u.json was removed before its root was synced"));
}

TEST_F(DiskHistoryTest, FindsARemovalThatTheDiskDoesNotKnow) {
  EXPECT_THAT(breaches_of(clean_up_.substr(0, clean_up_.rfind("sync"))), ElementsAre("/r was not synced in the end"));
}

TEST_F(DiskHistoryTest, FindsABackupThatIsMadeOrRemovedUnderItsName) {
  EXPECT_THAT(
      breaches_of(backup_ + "make|day|m|file|/r/day/manifest.json\nsync|m|/r/day/manifest.json\nsync|day|/r/day\n"),
      ElementsAre("/r/day/manifest.json came into a backup that had its name"));
  EXPECT_THAT(breaches_of("remove|day|file|/r/day/u.json\nremove|root|folder|/r/day\n"),
              ElementsAre("/r/day was removed under its name"));
}

TEST_F(DiskHistoryTest, FindsABackupWhoseNameIsGoneForAMoment) {
  EXPECT_THAT(breaches_of("rename|root|day|folder|0|/r/day|/r/.old\nsync|root|/r\n"),
              ElementsAre("/r/day lost its name"));
}

TEST_F(DiskHistoryTest, FindsAFileInThePlaceOfAStandardStream) {
  EXPECT_THAT(breaches_of("standard|0|/dev/null\nstandard|2|/r/.lock\n"),
              ElementsAre("/r/.lock was opened in the place of a standard stream"));
}

TEST_F(DiskHistoryTest, FindsBytesThatItDidNotSee) {
  EXPECT_THAT(breaches_of(without("write|f|0|5|/r/.day.partial/.u.json.part", backup_)),
              testing::Contains(HasSubstr("has 5 bytes, of which 0 were seen to be written")));
}

TEST_F(DiskHistoryTest, RefusesWhatIsNoRecord) {
  EXPECT_THROW(breaches_of("dance|f|0|5|/r/f\n"), std::runtime_error);
  EXPECT_THROW(breaches_of("write|f\n"), std::runtime_error);
}

TEST(ByteRanges, AreMergedAndCut) {
  ByteRanges ranges;
  ranges.add(10, 20);
  ranges.add(30, 40);
  EXPECT_FALSE(ranges.covers(10, 40));
  ranges.add(20, 30);
  EXPECT_TRUE(ranges.covers(10, 40));
  EXPECT_EQ(ranges.size(), 30U);
  ranges.remove(15, 18);
  EXPECT_TRUE(ranges.covers(10, 15));
  EXPECT_FALSE(ranges.covers(14, 16));
  EXPECT_TRUE(ranges.covers(18, 40));
  EXPECT_TRUE(ranges.covers(16, 16));
}

TEST_F(DiskHistoryTest, FindsARemovalInPlaceWhoseMarkIsNotSynced) {
  const std::string marked =
      "mark|old|/r/day\n"
      "sync|old|/r/day\n"
      "remove|old|file|/r/day/u.json\n"
      "remove|root|folder|/r/day\n"
      "sync|root|/r\n";
  EXPECT_THAT(breaches_of(marked), IsEmpty());
  EXPECT_THAT(breaches_of(without("sync|old|/r/day", marked)),
              ElementsAre("/r/day/u.json was removed before its folder's mark was synced",
                          "/r/day was removed before its folder's mark was synced"));
  EXPECT_THAT(breaches_of(without("mark|old|/r/day", marked)), ElementsAre("/r/day was removed under its name"));
  EXPECT_THAT(breaches_of(without("sync|root|/r", marked)), ElementsAre("/r was not synced in the end"));
}

}  // namespace
}  // namespace mongokeep::test
