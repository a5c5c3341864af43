#include "cli/settings/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/commands.h"
#include "cli/error_text.h"

namespace mongokeep::cli {
namespace {

using ::testing::ElementsAre;

GivenValues parse(std::string_view command, const std::vector<std::string>& words) {
  return parse_command_line(command, command_named(command).groups, words);
}

std::vector<std::string> values(const std::vector<std::string>& words, std::string_view setting) {
  return parse("backup", words).at(&setting_named(setting)).values;
}

std::string error_in(const std::vector<std::string>& words) {
  return error_of(ErrorKind::usage, [&] { parse("backup", words); });
}

TEST(CommandLine, TakesFlagsInEveryUsualForm) {
  EXPECT_THAT(values({"--db", "shop"}, "--db"), ElementsAre("shop"));
  EXPECT_THAT(values({"--db=shop"}, "--db"), ElementsAre("shop"));
  EXPECT_THAT(values({"-d", "shop"}, "--db"), ElementsAre("shop"));
  EXPECT_THAT(values({"-dshop"}, "--db"), ElementsAre("shop"));
  EXPECT_THAT(values({"-j8"}, "--numParallelCollections"), ElementsAre("8"));
  EXPECT_THAT(values({"--quiet"}, "--quiet"), ElementsAre("true"));
  EXPECT_THAT(values({"--quiet=false"}, "--quiet"), ElementsAre("false"));
  EXPECT_THAT(values({"-vv"}, "--verbose"), ElementsAre("true"));
}

TEST(CommandLine, CollectsRepeatedFlagsAndNothingElse) {
  EXPECT_THAT(values({"-c", "a", "--collection", "b", "--collection=[c,d]"}, "collections"),
              ElementsAre("a", "b", "[c,d]"));
}

TEST(CommandLine, TakesTheConnectionStringAsABareWordAsTheToolsDo) {
  EXPECT_THAT(values({"--quiet", "mongodb://h/shop"}, "uri"), ElementsAre("mongodb://h/shop"));
}

TEST(CommandLine, TakesTheNameOfABackup) {
  const GivenValues given = parse("show", {"latest", "--json"});
  EXPECT_THAT(given.at(&setting_named("BACKUP")).values, ElementsAre("latest"));
}

TEST(CommandLine, TakesSeveralBareWordsWhereThereMayBeSeveral) {
  const GivenValues pushed =
      parse("push", {"20th_Feb_2024", "--store", "a", "21st_Feb_2024", "--store", "b", "--json"});
  EXPECT_THAT(pushed.at(&setting_named("BACKUPS")).values, ElementsAre("20th_Feb_2024", "21st_Feb_2024"));
  EXPECT_THAT(pushed.at(&setting_named("--store")).values, ElementsAre("a", "b"));
  const GivenValues checked = parse("stores", {"--quiet", "check", "offsite"});
  EXPECT_THAT(checked.at(&setting_named("WORDS")).values, ElementsAre("check", "offsite"));
}

TEST(CommandLine, RemembersTheLongNameAsTheOrigin) {
  EXPECT_EQ(parse("backup", {"-d", "shop"}).at(&setting_named("--db")).origin, "--db");
}

TEST(CommandLine, NamesTheNearestFlag) {
  EXPECT_EQ(error_in({"--exludeCollection", "x"}),
            "cannot use --exludeCollection: `mongokeep backup` has no such flag. Did you mean --excludeCollection?");
  EXPECT_EQ(error_in({"--json-format=plain"}),
            "cannot use --json-format: `mongokeep backup` has no such flag. Did you mean --jsonFormat?");
  EXPECT_EQ(error_in({"--database", "x"}),
            "cannot use --database: `mongokeep backup` has no such flag. Did you mean --db?");
  EXPECT_EQ(error_in({"--zzzzzz"}),
            "cannot use --zzzzzz: `mongokeep backup` has no such flag. `mongokeep backup --help` lists the flags");
}

TEST(CommandLine, TakesOnlyTheFlagsOfTheCommand) {
  EXPECT_EQ(
      error_of(ErrorKind::usage,
               [] {
                 parse("list", {"--uri", "x"});
               }),
      "cannot use --uri: `mongokeep list` has no such flag. `backup`, `verify`, `restore`, `run` and `check` have it");
}

TEST(CommandLine, SendsCredentialsToTheConnectionStringWithoutRepeatingThem) {
  constexpr std::string_view rest =
      ": `mongokeep backup` has no such flag. Write the password into the connection string. To keep it off the "
      "command line, use MONGOKEEP_URI_FILE";
  EXPECT_EQ(error_in({"--password=s3cret"}), "cannot use --password" + std::string(rest));
  EXPECT_EQ(error_in({"-ps3cret"}), "cannot use -p" + std::string(rest));
  EXPECT_EQ(error_in({"--password", "s3cret"}), "cannot use --password" + std::string(rest));
}

TEST(CommandLine, RefusesAFlagWithoutItsValue) {
  constexpr std::string_view hint = ". `mongokeep backup --help` lists the flags";
  EXPECT_EQ(error_in({"--root"}), "cannot use --root: it needs a value" + std::string(hint));
  EXPECT_EQ(error_in({"--root", "--quiet"}),
            "cannot use --root: it needs a value, but --quiet follows" + std::string(hint));
  EXPECT_EQ(error_in({"--root=", "--quiet"}), "cannot use --root: its value is empty" + std::string(hint));
}

TEST(CommandLine, RefusesASecondValue) {
  EXPECT_EQ(error_in({"--root", "a", "--root", "b"}),
            "cannot use --root: it was given more than once. Give it only once");
}

TEST(CommandLine, TakesNoWordBehindTwoDashesForAFlag) {
  EXPECT_THAT(parse("cat", {"latest", "--", "-x"}).at(&setting_named("COLLECTION")).values, ElementsAre("-x"));
  EXPECT_THAT(parse("cat", {"--", "latest", "--quiet"}).at(&setting_named("COLLECTION")).values,
              ElementsAre("--quiet"));
  EXPECT_EQ(error_of(ErrorKind::usage,
                     [] {
                       parse("cat", {"--", "latest", "users", "-x"});
                     }),
            "cannot use -x: `mongokeep cat` does not take this argument. `mongokeep cat --help` lists the flags");
}

TEST(CommandLine, LooksAtWordsBehindTwoDashesAsAtOthers) {
  EXPECT_THAT(error_of(ErrorKind::usage,
                       [] {
                         parse("verify", {"--", "1st_Jan_2026", "-b"});
                       }),
              testing::StartsWith("cannot use -b: `mongokeep verify` does not take"));
  EXPECT_THAT(parse("cat", {"--", "latest", "--root="}).at(&setting_named("COLLECTION")).values,
              ElementsAre("--root="));
}

TEST(CommandLine, RefusesAWordTooMany) {
  EXPECT_EQ(error_of(ErrorKind::usage, [] { parse("version", {"backup"}); }),
            "cannot use backup: `mongokeep version` does not take this argument. `mongokeep version --help` lists the "
            "flags");
  for (const char* const command : {"verify", "restore"}) {
    EXPECT_THAT(error_of(ErrorKind::usage,
                         [&] {
                           parse(command, {"1st_Jan_2026", "2nd_Jan_2026"});
                         }),
                testing::StartsWith("cannot use 2nd_Jan_2026: `mongokeep"))
        << "the second of root/* is no connection string";
  }
  EXPECT_NO_THROW(parse("restore", {"latest", "mongodb://h/shop"}));
  EXPECT_NO_THROW(parse("restore", {"latest", "--uri", "shop"})) << "whoever reads it says what is wrong with it";
}

TEST(Commands, NameTheNearestOne) {
  EXPECT_EQ(error_of(ErrorKind::usage, [] { command_named("bakcup"); }),
            "cannot run the command bakcup: there is no such command. Did you mean backup?");
  EXPECT_EQ(error_of(ErrorKind::usage, [] { command_named("frobnicate"); }),
            "cannot run the command frobnicate: there is no such command. `mongokeep help` lists the commands");
}

}  // namespace
}  // namespace mongokeep::cli
