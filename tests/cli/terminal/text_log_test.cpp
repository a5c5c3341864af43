#include "cli/terminal/text_log.h"

#include <gtest/gtest.h>

#include "base/text/time_text.h"

namespace mongokeep::cli {
namespace {

TEST(TextLog, QuotesValuesWhereNeeded) {
  EXPECT_EQ(to_text_message({{},
                             LogLevel::info,
                             "Successfully backed up collection",
                             {{"collectionName", "users"},
                              {"documentCount", std::int64_t{3}},
                              {"filePath", "/srv/my backup/a\"b.json"},
                              {"resumed", true},
                              {"empty", ""}}}),
            "Successfully backed up collection collectionName=users documentCount=3 filePath=\"/srv/my "
            "backup/a\\\"b.json\" resumed=true empty=\"\"");
}

TEST(TextLog, MakesTextHarmless) {
  EXPECT_EQ(to_text_message({{}, LogLevel::info, "m\n", {{"name", "\x1b[2J"}}}), "m\\x0a name=\\x1b[2J");
}

const Error refused(ErrorKind::connection, "connect to", "db1:27017", "connection refused", "Check that it runs");

TEST(TextLog, SaysWhatFailedAndWhatToDo) {
  EXPECT_EQ(to_text_lines(refused, Colours::off),
            "error: cannot connect to db1:27017: connection refused\n"
            "hint:  Check that it runs\n");
  EXPECT_EQ(to_text_lines(refused, Colours::on),
            "\x1b[1;31merror:\x1b[0m cannot connect to db1:27017: connection refused\n"
            "\x1b[36mhint:\x1b[0m  Check that it runs\n");
  EXPECT_EQ(to_text_lines(Error(ErrorKind::stopped, "finish the backup", "", ""), Colours::off),
            "error: cannot finish the backup\n");
}

TEST(TextLog, GivesAnErrorTheFieldsOfALogLine) {
  EXPECT_EQ(to_json_line(to_log_entry(refused, *parse_utc_text("2024-02-20T01:00:00.000Z"))),
            R"({"time":"2024-02-20T01:00:00.000Z","level":"error","message":"Cannot connect to db1:27017",)"
            R"("kind":"connection","operation":"connect to","subject":"db1:27017","error":"connection refused",)"
            R"("hint":"Check that it runs"})");
}

}  // namespace
}  // namespace mongokeep::cli
