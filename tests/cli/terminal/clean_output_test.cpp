#include "cli/terminal/clean_output.h"

#include <gtest/gtest.h>

namespace mongokeep::cli {
namespace {

TEST(CleanOutput, HidesSecretsInFieldsAndLeavesTheMessageReadable) {
  const Redactor redactor("mongodb://user:up@h/db");
  const LogEntry clean =
      cleaned({{}, LogLevel::info, "Successfully backed up collection", {{"error", "up"}, {"count", std::int64_t{7}}}},
              redactor);
  EXPECT_EQ(clean.message, "Successfully backed up collection");
  EXPECT_EQ(std::get<std::string>(clean.fields[0].value), "***");
  EXPECT_EQ(std::get<std::int64_t>(clean.fields[1].value), 7);
}

TEST(CleanOutput, HidesWhatLooksLikeCredentialsInAMessage) {
  EXPECT_EQ(cleaned({{}, LogLevel::info, "at mongodb://user:other@h/", {}}, Redactor()).message, "at mongodb://***@h/");
}

TEST(CleanOutput, LeavesPathsOfOursWhole) {
  const Redactor redactor("mongodb://user:backup@h/db");
  const LogEntry clean = cleaned({{},
                                  LogLevel::info,
                                  "createBackup: Backup completed",
                                  {{"backupPath", "/srv/backup/20th_Feb_2024"}, {"error", "no backup"}}},
                                 redactor);
  EXPECT_EQ(std::get<std::string>(clean.fields[0].value), "/srv/backup/20th_Feb_2024");
  EXPECT_EQ(std::get<std::string>(clean.fields[1].value), "no ***");
  const LogEntry removed = cleaned(
      {{}, LogLevel::info, "cleanupOldBackups: Removed backup", {{"path", "/srv/backup/20th_Feb_2024"}}}, redactor);
  EXPECT_EQ(std::get<std::string>(removed.fields[0].value), "/srv/backup/20th_Feb_2024");
}

TEST(CleanOutput, HidesSecretsInEveryPartOfAnError) {
  const Redactor redactor("mongodb://user:s3cret@h/db");
  const Error clean =
      cleaned(Error(ErrorKind::connection, "say s3cret", "mongodb://user:s3cret@h/db", "s3cret is wrong", "Not s3cret"),
              redactor);
  EXPECT_EQ(clean.kind(), ErrorKind::connection);
  EXPECT_STREQ(clean.what(), "cannot say *** mongodb://***@h/db: *** is wrong. Not ***");
}

TEST(CleanOutput, HidesASecretBeforeItIsEscaped) {
  const Redactor redactor("mongodb://user:pa\"ss\\word@h/db");
  const LogEntry entry{{}, LogLevel::warning, "MongoDB driver", {{"text", "refused: pa\"ss\\word"}}};
  EXPECT_NE(to_json_line(cleaned(entry, redactor)).find(R"("text":"refused: ***")"), std::string::npos);
}

}  // namespace
}  // namespace mongokeep::cli
