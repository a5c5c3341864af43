#include "schedule/record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text/time_text.h"
#include "mongokeep/error.h"

namespace mongokeep::schedule {
namespace {

using testing::HasSubstr;
using testing::Not;

Instant time_at(const std::string& text) {
  return parse_utc_text(text).value();
}

Record sample() {
  Record record;
  record.seen = time_at("2026-11-24T12:00:00.123Z");
  record.doubt = {time_at("2026-11-20T00:00:00.000Z"), time_at("2026-11-27T00:00:00.000Z")};
  record.backup = {"0 1 * * *", "Europe/Berlin", time_at("2026-11-24T00:00:00.000Z"),
                   time_at("2026-11-24T00:00:00.000Z"), 2};
  record.cleanup = {"0 3 * * *", "Europe/Berlin", time_at("2026-11-24T02:00:00.000Z"), std::nullopt, 0};
  return record;
}

Record sample_with_drill() {
  Record record = sample();
  record.drill = {"0 5 * * 0", "Europe/Berlin", time_at("2026-11-22T04:00:00.000Z"),
                  time_at("2026-11-22T04:00:00.000Z"), 1};
  return record;
}

TEST(Record, ComesBackFromItsText) {
  const Record record = parse_record(to_text(sample()), "file");
  EXPECT_EQ(record.seen, sample().seen);
  ASSERT_TRUE(record.doubt);
  EXPECT_EQ(record.doubt->until, sample().doubt->until);
  EXPECT_EQ(record.backup.expression, "0 1 * * *");
  EXPECT_EQ(record.backup.zone, "Europe/Berlin");
  EXPECT_EQ(record.backup.settled, sample().backup.settled);
  EXPECT_EQ(record.backup.pending, sample().backup.pending);
  EXPECT_EQ(record.backup.attempts, 2);
  EXPECT_EQ(record.cleanup.pending, std::nullopt);
  EXPECT_EQ(to_text(record), to_text(sample()));
}

TEST(Record, KnowsPushesOnlyWhereThereAreStores) {
  EXPECT_THAT(to_text(sample()), Not(HasSubstr("push"))) << "as before there were any";
  Record shipping = sample();
  shipping.push = PushRecord{time_at("2026-11-24T00:10:00.000Z"), 2};
  const Record record = parse_record(to_text(shipping), "file");
  ASSERT_TRUE(record.push);
  EXPECT_EQ(record.push->pending, shipping.push->pending);
  EXPECT_EQ(record.push->attempts, 2);
  shipping.push = PushRecord();
  EXPECT_EQ(parse_record(to_text(shipping), "file").push->pending, std::nullopt);
}

TEST(Record, KnowsADrillOnlyWhereOneIsScheduled) {
  EXPECT_THAT(to_text(sample()), Not(HasSubstr("drill"))) << "as before there were any";
  EXPECT_EQ(parse_record(to_text(sample()), "file").drill, std::nullopt);
  const Record record = parse_record(to_text(sample_with_drill()), "file");
  ASSERT_TRUE(record.drill);
  EXPECT_EQ(record.drill->expression, "0 5 * * 0");
  EXPECT_EQ(record.drill->settled, time_at("2026-11-22T04:00:00.000Z"));
  EXPECT_EQ(record.drill->pending, time_at("2026-11-22T04:00:00.000Z"));
  EXPECT_EQ(record.drill->attempts, 1);
  EXPECT_EQ(to_text(record), to_text(sample_with_drill()));
}

TEST(Record, WithADrillThatIsNoneIsRefused) {
  std::string text = to_text(sample_with_drill());
  text.replace(text.rfind("\"attempts\""), 10, "\"attempt_\"");
  EXPECT_THROW(parse_record(text, "file"), Error);
}

TEST(Record, CutAnywhereIsRefused) {
  const std::string text = to_text(sample_with_drill());
  for (std::size_t length = 0; length + 2 < text.size(); ++length) {
    EXPECT_THROW(parse_record(text.substr(0, length), "file"), Error) << length;
  }
}

TEST(Record, RefusalNamesTheFileAndWhatIsWrong) {
  std::string text = to_text(sample());
  text.replace(text.find("2026-11-24T12"), 4, "soon");
  try {
    parse_record(text, "/backup/.schedule.json");
    FAIL() << "taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::damaged);
    EXPECT_STREQ(error.what(), "cannot read the schedule's record /backup/.schedule.json: seenAt: it is not a time");
  }
}

TEST(Record, OfAnotherVersionIsRefused) {
  std::string text = to_text(sample());
  text.replace(text.find("\"formatVersion\": 1"), 18, "\"formatVersion\": 2");
  EXPECT_THROW(parse_record(text, "file"), Error);
}

}  // namespace
}  // namespace mongokeep::schedule
