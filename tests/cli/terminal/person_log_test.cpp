#include "cli/terminal/person_log.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

namespace mongokeep::cli {
namespace {

std::string person_text(LogLevel level, std::string message, std::vector<LogField> fields) {
  return to_person_text({{}, level, std::move(message), std::move(fields)}, Colours::off);
}

TEST(PersonLog, IsASentence) {
  EXPECT_EQ(person_text(LogLevel::warning, "Reading was interrupted and is taken up again",
                        {{"collectionName", "orders"}, {"database", "shop"}, {"error", "connection closed"}}),
            "warning: Reading was interrupted and is taken up again: shop.orders: connection closed");
}

TEST(PersonLog, SpeaksOfNumbersInWords) {
  EXPECT_EQ(person_text(LogLevel::info, "cleanupOldBackups: Cleanup completed",
                        {{"documentCount", std::int64_t{1234}},
                         {"sameCount", std::int64_t{1}},
                         {"indexCount", std::int64_t{2}},
                         {"storedBytes", std::int64_t{2048}},
                         {"durationMs", std::int64_t{1500}},
                         {"lateSeconds", std::int64_t{65}}}),
            "Cleanup completed (1,234 documents, 1 same, 2 indexes, 2.00 KiB stored, duration 1.5 s, late 1 min 05 s)");
}

TEST(PersonLog, TellsOfAnErrorAsTheProgramsEndDoes) {
  EXPECT_EQ(person_text(LogLevel::error, "createBackup: Backup failed",
                        {{"kind", "storage"},
                         {"operation", "write"},
                         {"subject", "/srv/a"},
                         {"error", "disk full"},
                         {"hint", "Free some room"}}),
            "error: Backup failed: cannot write /srv/a: disk full\nhint:  Free some room");
}

TEST(PersonLog, PutsManyFieldsOnLinesOfTheirOwn) {
  const std::string long_path(90, 'x');
  EXPECT_EQ(
      person_text(LogLevel::info, "Waiting", {{"root", "/" + long_path}, {"nextBackup", "never, it seems, at all"}}),
      "Waiting\n  root         /" + long_path + "\n  next backup  never, it seems, at all");
}

TEST(PersonLog, ShowsTimesOfTheSystemsZone) {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  EXPECT_EQ(person_text(LogLevel::info, "Waiting", {{"nextBackup", "2024-02-20T01:00:00.000Z"}}),
            "Waiting (next backup 2024-02-20 01:00:00)");
}

TEST(PersonLog, IsSafeForATerminal) {
  EXPECT_EQ(person_text(LogLevel::info, "Odd: \x1b[2J", {{"error", "a\nb"}, {"name", "\x1b[31m"}}),
            "Odd: \\x1b[2J: a\\x0ab (name \\x1b[31m)");
}

TEST(PersonLog, ColoursTheLevel) {
  EXPECT_EQ(to_person_text({{}, LogLevel::error, "Bad", {}}, Colours::on), "\x1b[1;31merror:\x1b[0m Bad");
}

}  // namespace
}  // namespace mongokeep::cli
